import { severities } from '../../core/federation/finding.ts';
import { rootUserName } from '../../core/inventory/read-credential-report.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { AccountReading, ReadAccount } from './account-reading.ts';
import { keysWithFacts } from './facts-of-key.ts';
import type {
  ScanAccount,
  ScanDocument,
  ScanKey,
  ScanServiceCredential,
  ScanSummary,
} from './scan-document.ts';
import { scanKey } from './scan-key.ts';
import { graver } from './severity-of.ts';

/** What was read, judged by the configuration as if lastkey met every key at `now`. */
export const scanDocumentOf = (
  readings: readonly AccountReading[],
  configuration: Configuration,
  origin: Pick<ScanDocument, 'source' | 'calls'>,
  now: Instant,
): ScanDocument => {
  const gaps = readings.flatMap(gapsOf);
  const accounts = readings.map(scanAccount);
  const keys = readings
    .flatMap((account) =>
      account.outcome.coverage === 'read'
        ? keysWithFacts(account, account.outcome, now).map((each) =>
            scanKey(each, configuration, now),
          )
        : [],
    )
    .sort(gravestFirst);
  const serviceCredentials = readings.flatMap(serviceCredentialsOf);
  return {
    version: 1,
    at: now,
    source: origin.source,
    partial: gaps.length > 0,
    gaps,
    accounts,
    keys,
    serviceCredentials,
    summary: summaryOf(accounts, keys, serviceCredentials, readings),
    calls: origin.calls,
  };
};

const gapsOf = ({ accountId, name, outcome }: AccountReading): readonly string[] => {
  const account = name === accountId ? accountId : `${name} (${accountId})`;
  switch (outcome.coverage) {
    case 'excluded':
      return [];
    case 'failed':
      return [`${account} was not read: ${outcome.reason}`];
    case 'read':
      return outcome.gaps.map((gap) => `${account}: ${gap}`);
  }
};

const scanAccount = ({ accountId, name, outcome }: AccountReading): ScanAccount => {
  const { coverage } = outcome;
  return {
    accountId,
    name,
    coverage,
    ...(coverage === 'read' ? {} : { reason: outcome.reason }),
    keys: coverage === 'read' ? outcome.keys.length : 'unknown',
    ...(coverage === 'read' && outcome.reportAt !== undefined
      ? { reportAt: outcome.reportAt }
      : {}),
    notes: coverage === 'read' ? [...outcome.gaps, ...outcome.notes] : [],
  };
};

const gravestFirst = (one: ScanKey, other: ScanKey): number =>
  graver(one.verdict.severity, other.verdict.severity) ||
  compare(one.createdAt, other.createdAt) ||
  compare(one.accountId, other.accountId) ||
  compare(one.userName, other.userName) ||
  compare(one.accessKeyId, other.accessKeyId);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const serviceCredentialsOf = ({
  accountId,
  outcome,
}: AccountReading): readonly ScanServiceCredential[] =>
  outcome.coverage === 'read' && outcome.serviceCredentials.known
    ? outcome.serviceCredentials.value.map(
        ({ id, userName, service, status, createdAt, expiresAt }) => ({
          accountId,
          userName,
          id,
          service,
          status,
          createdAt: createdAt ?? 'unknown',
          expiresAt,
        }),
      )
    : [];

/** None, only where every report has a row of the root user that says so. */
const rootKeysOf = (
  found: number,
  outcomes: readonly AccountReading['outcome'][],
): ScanSummary['rootKeys'] => {
  const isEveryTold = outcomes.every(
    (outcome) =>
      outcome.coverage === 'excluded' ||
      (outcome.coverage === 'read' &&
        outcome.users.some(
          ({ userName, keyCount }) => userName === rootUserName && keyCount.known,
        )),
  );
  return found > 0 || isEveryTold ? found : 'unknown';
};

const summaryOf = (
  accounts: readonly ScanAccount[],
  keys: readonly ScanKey[],
  serviceCredentials: readonly ScanServiceCredential[],
  readings: readonly AccountReading[],
): ScanSummary => {
  const covered = (coverage: ScanAccount['coverage']) =>
    accounts.filter((account) => account.coverage === coverage).length;
  const count = (test: (key: ScanKey) => boolean) => keys.filter(test).length;
  const outcomes = readings.map(({ outcome }) => outcome);
  const everyListed = outcomes
    .filter((outcome): outcome is ReadAccount => outcome.coverage === 'read')
    .every((outcome) => outcome.serviceCredentials.known);
  const reasons = keys.flatMap(({ verdict }) => verdict.reasons.map(({ id }) => id));
  return {
    accounts: { read: covered('read'), failed: covered('failed'), excluded: covered('excluded') },
    keys: keys.length,
    active: count(({ status }) => status === 'Active'),
    rootKeys: rootKeysOf(
      count(({ userName }) => userName === rootUserName),
      outcomes,
    ),
    besidePassword: count(({ holder }) => holder === 'human'),
    neverUsed: count(({ lastUsedAt }) => lastUsedAt === null),
    serviceCredentials:
      everyListed && covered('failed') === 0 && covered('read') > 0
        ? serviceCredentials.length
        : 'unknown',
    bySeverity: Object.fromEntries(
      [...severities]
        .reverse()
        .map((severity) => [severity, count(({ verdict }) => verdict.severity === severity)]),
    ) as ScanSummary['bySeverity'],
    byReason: Object.fromEntries(
      [...new Set(reasons)].sort().map((id) => [id, reasons.filter((each) => each === id).length]),
    ),
  };
};
