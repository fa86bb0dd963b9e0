import { namedProvider } from '../core/federation/identity-provider-name.ts';
import { claimed } from './claimed.ts';
import {
  type LookAtProvidersPorts,
  type LookSettings,
  lookAtProviders,
} from './look-at-providers.ts';
import type { CaseTable, FlowOutcome, MemberAccounts } from './ports.ts';
import { readChange } from './read-change.ts';
import { requireNoRetry } from './read-key-facts.ts';

export interface WatchProviderPorts extends LookAtProvidersPorts {
  readonly members: MemberAccounts;
  readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release'>;
}

/** An OIDC provider was made or changed: its issuer is looked at now, not hours later. */
export const watchProvider = async (
  body: unknown,
  messageId: string,
  ports: WatchProviderPorts,
  settings: LookSettings,
): Promise<FlowOutcome> => {
  const read = await readChange(body, messageId, 'watch-provider', ports);
  if (read.kind === 'settled') return read.outcome;
  const { change } = read;
  const arn = 'openIdConnectProviderArn' in change ? change.openIdConnectProviderArn : undefined;
  const isThere = change.outcome === 'succeeded' && change.kind !== 'DeleteOpenIDConnectProvider';
  if (arn === undefined || !isThere) return { did: 'not for us', subject: change.kind };
  return claimed(ports, 'watch-provider', change.eventId, async () => {
    const member = await ports.members.reading(change.accountId);
    const providers = await member.oidcProviders();
    requireNoRetry([providers]);
    const found = providers.known ? providers.value.filter((each) => each.arn === arn) : [];
    const { told, repairs } = await lookAtProviders(
      found.map((provider) => ({
        accountId: change.accountId,
        provider,
        issuer: `https://${provider.url}`,
      })),
      ports,
      settings,
      ports.clock.now(),
    );
    const name = namedProvider(arn)?.name ?? arn;
    const did = providers.known ? `looked at ${found.length} providers` : 'could not read it';
    return { did: `${did}, told ${told}, asked for ${repairs} repairs`, subject: name, change };
  });
};
