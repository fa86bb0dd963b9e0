import { afterSetUp, switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';

/**
 * A system with an OIDC issuer of its own.
 * @param subject form of its subject, with what must be filled in between angle brackets
 */
export const otherOidc = (system: string, clientSide: string, subject: string): Scenario => ({
  mechanism: 'oidc',
  noRole: `${capital(system)} issues tokens itself: OIDC and a role of its own will do.`,
  setUp: () => [
    `Create a role that trusts ${system} with audience and subject pinned: ${subject}`,
    'Give the role only what the key is used for.',
    ...afterSetUp(clientSide),
  ],
  switchTo: (_place, role) => switchSteps(role, clientSide),
  snippets: (place, role) => ({
    role: role ?? `arn:aws:iam::${place.accountId}:role/<role>`,
    ...(role === undefined ? { subject } : {}),
  }),
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
