import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill } from '../fill.ts';
import { pinned } from '../trust-pins.ts';
import { seenInCloudTrail } from './seen-in-cloudtrail.ts';

/**
 * A vendor assumes a role with the external id that it chose for this customer.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const saasVendor: WriteClientSide = (input) => ({
  summary: 'the vendor assumes the role with the external id that it chose for you',
  keyIsIn: "the vendor's console",
  steps: [
    "In the vendor's console, choose access by role: it shows the vendor's AWS account and an external id. The vendor chooses the id, one for each customer; do not make one up.",
    'Enter the role ARN at the vendor in place of the key (snippet vendor-console).',
    'Refuse a vendor that gives every customer the same external id, or none: its other customers could reach your role through it.',
    'A vendor that only AWS calls needs no role: show it a token of AWS instead (sts:GetWebIdentityToken, outbound identity federation).',
  ],
  snippets: { 'vendor-console': vendorConsole(input) },
  ...seenInCloudTrail(input, 'AssumeRole', 'the vendor'),
});

const vendorConsole = (input: ClientInput): string => `# what to enter at the vendor
role ARN:    ${input.roleArn}
external id: ${pinned(input.plan, 'sts:ExternalId') ?? fill(input.plan, 'externalId', 'external id from the vendor')}
region:      ${input.region}
`;
