import type { OidcProvider } from '../core/federation/federated-role.ts';
import { globMatches, parseGlob } from '../core/federation/glob.ts';
import type { AccountId } from '../core/model/ids.ts';
import { inBatches } from './in-batches.ts';
import type { MemberAccounts, OrganizationAccount } from './ports.ts';

export interface AccountProvider {
  readonly accountId: AccountId;
  readonly provider: OidcProvider;
  /** `https://` and the provider's URL. */
  readonly issuer: string;
}

export interface ProviderReading {
  readonly found: readonly AccountProvider[];
  readonly read: readonly AccountId[];
  /** A gap: nothing is known about these accounts, least of all that they are clean. */
  readonly failed: readonly {
    readonly accountId: AccountId;
    readonly why: string;
    /** Whether reading again later may help. */
    readonly retry: 'yes' | 'no';
  }[];
  readonly inactive: readonly AccountId[];
  /** Providers whose issuer the configuration leaves out. */
  readonly ignored: number;
}

/** STS and IAM each throttle one account apart from the next; this is for the hub's own sake. */
const accountsAtOnce = 10;

/** The OIDC providers of every account in use. */
export const readProviders = async (
  accounts: readonly OrganizationAccount[],
  members: MemberAccounts,
  ignoreIssuers: readonly string[],
): Promise<ProviderReading> => {
  const active = accounts.filter(({ isActive }) => isActive);
  const readings = await inBatches(active, accountsAtOnce, async ({ accountId }) => {
    const member = await members.reading(accountId);
    return { accountId, fact: await member.oidcProviders() };
  });
  const all = readings.flatMap(({ accountId, fact }) =>
    fact.known
      ? fact.value.map((provider) => ({ accountId, provider, issuer: `https://${provider.url}` }))
      : [],
  );
  const patterns = ignoreIssuers.map(parseGlob);
  const found = all.filter(
    ({ provider }) => !patterns.some((pattern) => globMatches(pattern, provider.url)),
  );
  return {
    found,
    read: readings.filter(({ fact }) => fact.known).map(({ accountId }) => accountId),
    failed: readings.flatMap(({ accountId, fact }) =>
      fact.known ? [] : [{ accountId, why: `${fact.source}: ${fact.reason}`, retry: fact.retry }],
    ),
    inactive: accounts.filter(({ isActive }) => !isActive).map(({ accountId }) => accountId),
    ignored: all.length - found.length,
  };
};
