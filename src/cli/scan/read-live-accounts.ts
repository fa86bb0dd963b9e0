import type { AccountReading } from './account-reading.ts';
export const readLiveAccounts = (
  ..._: unknown[]
): Promise<{ readings: readonly AccountReading[]; calls: Record<string, number> }> => {
  throw new Error('later');
};
