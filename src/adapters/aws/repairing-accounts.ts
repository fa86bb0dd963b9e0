import {
  GetOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from '@aws-sdk/client-iam';
import { known } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { RepairingAccounts } from '../../flows/repair-ports.ts';
import { failureFrom, isNamed, unknownFrom } from './aws-failure.ts';
import { iamClient } from './iam-client.ts';
import type { SessionCredentials } from './member-credentials.ts';

/** Member accounts through their repair role: the only code that changes a thumbprint list. */
export const repairingAccounts = (
  credentialsFor: (accountId: AccountId) => Promise<SessionCredentials>,
  now: () => Instant,
): RepairingAccounts => ({
  repairing: async (accountId) => {
    const iam = iamClient(await credentialsFor(accountId));
    return {
      provider: async (arn) => {
        const source = 'GetOpenIDConnectProvider';
        try {
          const read = await iam.send(
            new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
          );
          const provider = {
            arn,
            url: read.Url ?? '',
            clientIds: read.ClientIDList ?? [],
            thumbprints: read.ThumbprintList ?? [],
          };
          return known(provider, now(), source);
        } catch (error) {
          return isNamed(error, 'NoSuchEntity')
            ? known(null, now(), source)
            : unknownFrom(error, source);
        }
      },
      setThumbprints: async (arn, thumbprints) => {
        try {
          await iam.send(
            new UpdateOpenIDConnectProviderThumbprintCommand({
              OpenIDConnectProviderArn: arn,
              ThumbprintList: [...thumbprints],
            }),
          );
        } catch (error) {
          throw failureFrom(error, `UpdateOpenIDConnectProviderThumbprint ${arn}`);
        }
      },
    };
  },
});
