import { coverageEntries } from '../core/evidence/thumbprint-entries.ts';
import { LastkeyError } from '../core/model/errors.ts';
import {
  type LookAtProvidersPorts,
  type LookSettings,
  lookAtProviders,
} from './look-at-providers.ts';
import type { FlowOutcome, MemberAccounts, OrganizationAccounts } from './ports.ts';
import { type ProviderReading, readProviders } from './read-providers.ts';

export interface WatchThumbprintsPorts extends LookAtProvidersPorts {
  readonly accounts: OrganizationAccounts;
  readonly members: MemberAccounts;
}

/**
 * Looks at every issuer that some account trusts, once, and judges each account's provider by it.
 * What is news goes to a person; everything else is in the ledger.
 */
export const watchThumbprints = async (
  ports: WatchThumbprintsPorts,
  settings: LookSettings,
): Promise<FlowOutcome> => {
  const now = ports.clock.now();
  const accounts = await ports.accounts.all();
  const reading = await readProviders(accounts, ports.members, settings.federation.ignoreIssuers);
  await ports.ledger.append(coverageEntries(reading, now));
  requireSomeAccount(reading);
  const { issuers, told, repairs } = await lookAtProviders(reading.found, ports, settings, now);
  const gaps = reading.failed.length === 0 ? '' : `, ${reading.failed.length} accounts not read`;
  const asked = repairs === 0 ? '' : `, asked for ${repairs} repairs`;
  return {
    did: `watched ${issuers} issuers of ${reading.found.length} providers, told ${told}${asked}${gaps}`,
  };
};

const requireSomeAccount = ({ read, failed }: ProviderReading): void => {
  const [first] = failed;
  if (read.length > 0 || first === undefined) return;
  throw new LastkeyError(
    'no-account-read',
    `None of ${failed.length} accounts could be read (${first.accountId}: ${first.why}). Nothing was watched. See whether the read role is deployed and lets watch-thumbprints in.`,
    { retry: 'yes' },
  );
};
