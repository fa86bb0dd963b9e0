import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { namedProvider } from '../core/federation/identity-provider-name.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import {
  type LookAtProvidersPorts,
  type LookSettings,
  lookAtProviders,
} from './look-at-providers.ts';
import type { CaseTable, FlowOutcome, MemberAccounts } from './ports.ts';
import { readChange } from './read-change.ts';
import { readProviders } from './read-providers.ts';

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
    const now = ports.clock.now();
    const { accountId } = change;
    const reading = await readProviders(
      [{ accountId, name: accountId, isActive: true }],
      ports.members,
      settings.federation.ignoreIssuers,
    );
    const [gap] = reading.failed;
    if (gap?.retry === 'yes') {
      throw new LastkeyError('facts-unavailable', `${gap.why}. The event goes back to the queue.`, {
        retry: 'yes',
      });
    }
    const name = namedProvider(arn)?.name ?? arn;
    if (gap !== undefined) {
      // A gap is recorded: nothing is known of this provider, least of all that it is well.
      const body = { coverage: 'failed', reason: gap.why };
      await ports.ledger.append([
        ledgerEntry('coverage', now, change.eventId, 'watch-provider', accountId, body),
      ]);
      return { did: `could not read it: ${gap.why}`, subject: name, change };
    }
    const found = reading.found.filter(({ provider }) => provider.arn === arn);
    const { told, repairs } = await lookAtProviders(found, ports, settings, now);
    const did = `looked at ${found.length} providers, told ${told}, asked for ${repairs} repairs`;
    return { did, subject: name, change };
  });
};
