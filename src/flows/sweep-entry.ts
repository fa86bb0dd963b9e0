import { keyEntry } from '../core/evidence/ledger-entries.ts';
import type { LedgerEntry } from '../core/evidence/ledger-entry.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import type { Instant } from '../core/model/instant.ts';

/** What a run of the sweep made of one case. The same run records it once. */
export const sweepEntry = (
  keyCase: KeyCase,
  did: 'opened' | 'followed' | 'reconciled',
  runAt: Instant,
  now: Instant,
): LedgerEntry =>
  keyEntry(
    'decision',
    now,
    `sweep/${runAt}/${accessKeyName(keyCase.key)}`,
    'inspect-accounts',
    keyCase.key,
    {
      run: runAt,
      decision: did,
      stage: keyCase.stage,
      mode: keyCase.mode,
      reasons: keyCase.reasons.map(({ id }) => id),
      dueAt: keyCase.dueAt ?? null,
      replacementRole: keyCase.replacement.role?.arn ?? null,
      owner: keyCase.owners[0]?.contact ?? null,
      unknowns: [...keyCase.unknowns],
    },
  );
