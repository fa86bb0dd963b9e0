import { coverageTable } from '../../adapters/aws/coverage-table.ts';
import { tableClient } from '../../adapters/aws/table-client.ts';
import { hubNames } from '../../core/model/hub-names.ts';
import { daysBetween, type Instant } from '../../core/model/instant.ts';
import type { AccountCoverage } from '../../flows/sweep-ports.ts';
import { type Check, checkOf } from './check.ts';

/** A daily run that is this late did not start, or did not finish. */
const lateAfterDays = 1.25;

/**
 * The last sweep, and whether the read role let it in. The role trusts lastkey's functions only, so
 * what the functions met there is the only answer that there is.
 */
export const checkSweep = async (now: Instant): Promise<readonly Check[]> => {
  let rows: readonly AccountCoverage[] = [];
  const sweep = await checkOf('last-sweep', async () => {
    rows = await coverageTable(tableClient(), hubNames.caseTable).all();
    const newest = rows
      .map(({ runAt }) => runAt)
      .sort()
      .at(-1);
    if (newest === undefined) {
      return {
        status: 'unknown',
        what: 'no run has been recorded yet',
        next: 'Wait for the first daily run, or start the state machine lastkey-sweep.',
      };
    }
    return daysBetween(newest, now) > lateAfterDays
      ? {
          status: 'failed',
          what: `the last run began ${newest}`,
          next: 'See runbooks/sweep.md.',
        }
      : { status: 'ok', what: `began ${newest}, ${rows.length} accounts` };
  });
  const readRole = await checkOf('read-role', async () => {
    if (rows.length === 0) {
      return {
        status: 'unknown',
        what: `${hubNames.readRole} trusts the functions of the hub only, and no run has used it yet`,
        next: 'Wait for the first daily run.',
      };
    }
    const failed = rows.filter(({ coverage }) => coverage === 'failed');
    return failed.length === 0
      ? { status: 'ok', what: `let the last run into all of ${rows.length} accounts` }
      : {
          status: 'failed',
          what: `${failed.length} of ${rows.length} accounts could not be read: ${failed
            .slice(0, 3)
            .map(({ accountId, reason }) => `${accountId} (${reason ?? 'no reason recorded'})`)
            .join(', ')}`,
          next: 'Deploy the member stack there; see runbooks/sweep.md.',
        };
  });
  return [sweep, readRole];
};
