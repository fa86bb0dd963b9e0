import type { ProviderNews } from '../federation/thumbprints/thumbprint-news.ts';
import type { ThumbprintVerdict } from '../federation/thumbprints/thumbprint-verdict.ts';
import type { Instant } from '../model/instant.ts';
import { ledgerEntry } from './ledger-entries.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/** What was judged about a provider's thumbprints. @param before the verdict of the last run */
export const judgedEntry = (
  news: ProviderNews,
  before: ThumbprintVerdict | undefined,
  now: Instant,
): LedgerEntry => {
  const { verdict, loadBearing, why, findings, proposal } = news.judgement;
  return ledgerEntry('thumbprint.judged', now, news.arn, 'watch-thumbprints', news.arn, {
    verdict,
    before: before ?? null,
    loadBearing,
    why,
    findings: findings.map(({ id, severity, message }) => ({ id, severity, message })),
    told: news.toTell.map(({ id }) => id),
    proposal:
      proposal === undefined
        ? null
        : {
            step: proposal.step,
            thumbprints: proposal.thumbprints,
            vouchedFor: proposal.vouchedFor,
          },
  });
};

/** What one run reached and what it did not. */
interface Coverage {
  readonly found: readonly unknown[];
  readonly read: readonly string[];
  readonly failed: readonly { readonly accountId: string; readonly why: string }[];
  readonly inactive: readonly string[];
  readonly ignored: number;
}

/** An item of the ledger has 400 KB; an account with its reason takes less than 400 bytes. */
const accountsAnEntry = 500;

/** Which accounts were read, which were not and why: at least one entry a run. */
export const coverageEntries = (reading: Coverage, now: Instant): readonly LedgerEntry[] => {
  const { read, inactive, ignored, found } = reading;
  const gaps = [
    ...reading.failed.map(({ accountId, why }) => ({
      accountId,
      coverage: 'failed',
      reason: why.slice(0, 200),
    })),
    ...inactive.map((accountId) => ({ accountId, coverage: 'excluded', reason: 'not active' })),
  ];
  const pages = Math.max(1, Math.ceil(gaps.length / accountsAnEntry));
  return Array.from({ length: pages }, (_, page) =>
    ledgerEntry('coverage', now, `thumbprints/${page}`, 'watch-thumbprints', 'organization', {
      read: read.length,
      providers: found.length,
      ignoredProviders: ignored,
      gaps: gaps.slice(page * accountsAnEntry, (page + 1) * accountsAnEntry),
    }),
  );
};
