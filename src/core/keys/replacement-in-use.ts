import type { FederationUse } from '../federation/fold-logins.ts';
import type { Fact } from '../model/fact.ts';
import { epochMs, type Instant } from '../model/instant.ts';
import type { LastUse } from './access-key.ts';
import type { KeyCase } from './key-case.ts';
import { withNotice } from './notices.ts';

/** A use is recorded with the time of the first in its quarter hour. */
const useGranularityMs = 15 * 60_000;

/**
 * The recommended role is in use: when the key has not been used since the first login, the owner
 * learns that it is safe to disable. An unknown last use says nothing.
 */
export const replacementInUse = (
  keyCase: KeyCase,
  uses: readonly FederationUse[],
  lastUse: Fact<LastUse | null>,
  now: Instant,
): KeyCase => {
  const logins = uses.filter((use) => use.allowed > 0);
  const first = logins.map((use) => use.firstSeenAt).sort()[0];
  if (first === undefined || !lastUse.known || !isOpen(keyCase)) return keyCase;
  const used = lastUse.value;
  const isIdle = used === null || epochMs(used.at) + useGranularityMs < epochMs(first);
  if (!isIdle) return keyCase;
  const newest = logins.reduce((a, b) => (a.lastSeenAt > b.lastSeenAt ? a : b));
  return withNotice(
    { ...keyCase, lastUse: used },
    {
      kind: 'replacement-in-use',
      cause: newest.roleArn,
      at: now,
      details: {
        roleArn: newest.roleArn,
        subject: newest.subject,
        logins: String(logins.reduce((sum, use) => sum + use.allowed, 0)),
        firstLoginAt: first,
        lastLoginAt: newest.lastSeenAt,
        lastKeyUseAt: used?.at ?? '',
      },
    },
  );
};

const isOpen = (keyCase: KeyCase): boolean =>
  ['watched', 'told', 'warned', 'due', 'restored'].includes(keyCase.stage);
