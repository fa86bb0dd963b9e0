import { csv } from './csv.ts';
import type { ScanDocument, ScanKey } from './scan-document.ts';

const columns: readonly (readonly [string, (key: ScanKey, account: string) => string])[] = [
  ['accountId', ({ accountId }) => accountId],
  ['accountName', (_, name) => name],
  ['userName', ({ userName }) => userName],
  ['accessKeyId', ({ accessKeyId }) => accessKeyId],
  ['status', ({ status }) => status],
  ['createdAt', ({ createdAt }) => createdAt],
  ['lastUsedAt', ({ lastUsedAt }) => lastUsedAt ?? 'never'],
  ['lastUsedService', ({ lastUsedService }) => lastUsedService ?? ''],
  ['lastUsedRegion', ({ lastUsedRegion }) => lastUsedRegion ?? ''],
  ['holder', ({ holder }) => holder],
  ['owner', ({ owner }) => (owner === null ? 'none' : owner === 'unknown' ? owner : owner.id)],
  ['severity', ({ verdict }) => verdict.severity],
  ['stage', ({ verdict }) => verdict.stage],
  ['reasons', ({ verdict }) => verdict.reasons.map(({ id }) => id).join(' ')],
  ['dueAt', ({ verdict }) => verdict.dueAt ?? ''],
  ['nextStep', (key) => key.nextStep],
  ['unknown', ({ verdict }) => verdict.unknowns.map(({ what }) => what).join('; ')],
];

/** One row a key, safe to open in a spreadsheet. */
export const scanCsv = ({ keys, accounts }: ScanDocument): string => {
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  return csv([
    columns.map(([name]) => name),
    ...keys.map((key) => columns.map(([, of]) => of(key, names.get(key.accountId) ?? ''))),
  ]);
};
