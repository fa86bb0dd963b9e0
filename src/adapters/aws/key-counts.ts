import type { KeyCounts } from '../../flows/limit-ports.ts';
import type { CoverageTable } from '../../flows/sweep-ports.ts';

/** The number of keys that the last sweep which read an account has counted there. */
export const keyCounts = (coverage: Pick<CoverageTable, 'read'>): KeyCounts => ({
  keysOf: async (accountId) => (await coverage.read(accountId))?.keys,
});
