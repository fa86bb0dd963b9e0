import type { FederationUse } from '../federation/fold-logins.ts';
import type { Fact } from '../model/fact.ts';
import type { RoleArn } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { Replacement } from '../replacement/replacement.ts';
import type { LastUse } from './access-key.ts';
import type { KeyCase } from './key-case.ts';
import { withNotice } from './notices.ts';
import { replacementInUse } from './replacement-in-use.ts';

/** How far the way from a key to its role is, as far as events have told. */
export interface Migration {
  /** The proposed role was made. */
  readonly roleCreatedAt?: Instant;
  /** The role was assumed for the first time since the key was made. */
  readonly roleFirstUsedAt?: Instant;
}

/** The role that a case proposes was made: it is one to use now. */
export const roleCreated = (
  keyCase: KeyCase,
  roleArn: RoleArn,
  at: Instant,
  cause: string,
): KeyCase => {
  const { role } = keyCase.replacement;
  if (role === null || role.arn !== roleArn || isClosed(keyCase)) return keyCase;
  if (keyCase.migration?.roleCreatedAt !== undefined) return keyCase;
  return withNotice(
    {
      ...keyCase,
      replacement: asMade(keyCase.replacement),
      migration: { ...keyCase.migration, roleCreatedAt: at },
    },
    { kind: 'migration-step', cause, at, details: { step: 'role-created', roleArn } },
  );
};

/** A proposal whose role was made: its policies have been used, and no longer wait for somebody. */
export const asMade = ({
  trustPolicy: _trust,
  permissionsPolicy: _permissions,
  ...rest
}: Replacement): Replacement =>
  rest.role === null ? rest : { ...rest, role: { ...rest.role, existing: true } };

/** The role is in use: said once when it first is, and once more when the key has fallen idle. */
export const followRoleUse = (
  keyCase: KeyCase,
  uses: readonly FederationUse[],
  lastUse: Fact<LastUse | null>,
  now: Instant,
): KeyCase => {
  const used = roleUsed(keyCase, uses, lastUse, now);
  const idle = replacementInUse(keyCase, uses, lastUse, now);
  if (idle === keyCase || used === keyCase) return idle === keyCase ? used : idle;
  // Both at once: the second word says all of the first.
  return { ...idle, ...(used.migration === undefined ? {} : { migration: used.migration }) };
};

/**
 * The role was assumed. Said once; the last use of the key goes with it, so that the message shows
 * both. An unknown last use leaves what was known.
 */
const roleUsed = (
  keyCase: KeyCase,
  uses: readonly FederationUse[],
  lastUse: Fact<LastUse | null>,
  now: Instant,
): KeyCase => {
  const logins = uses.filter(({ allowed }) => allowed > 0);
  const first = logins.map(({ firstSeenAt }) => firstSeenAt).sort()[0];
  const { role } = keyCase.replacement;
  if (first === undefined || role === null || isClosed(keyCase)) return keyCase;
  if (keyCase.migration?.roleFirstUsedAt !== undefined) return keyCase;
  const changed: KeyCase = {
    ...keyCase,
    migration: { ...keyCase.migration, roleFirstUsedAt: first },
    ...(lastUse.known ? { lastUse: lastUse.value } : {}),
  };
  return withNotice(changed, {
    kind: 'migration-step',
    cause: `role-used/${role.arn}`,
    at: now,
    details: {
      step: 'role-used',
      roleArn: role.arn,
      firstLoginAt: first,
      ...(lastUse.known ? { lastKeyUseAt: lastUse.value?.at ?? '' } : {}),
    },
  });
};

const isClosed = ({ stage }: KeyCase): boolean => stage === 'deleted' || stage === 'gone';
