import type { WriteClientSide } from '../client-side.ts';

/** The last resort: software that can do nothing but hold a key. */
export const keepTheKey: WriteClientSide = ({ plan }) => ({
  summary: 'the key stays for now, under an exception that ends',
  keyIsIn: 'the one place that needs it',
  steps: [
    `Ask for an exception for ${plan.userName}: owner, reason, approver and an end.`,
    'Allow the user only what the key does, and only from where it does it (aws:SourceIp or aws:SourceVpce).',
    'Rotate the key while the exception lasts, and keep its secret in a secret store only.',
    'Before the exception ends, look again whether the software has learnt to assume a role.',
  ],
  snippets: {},
});
