import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { RotatingAccounts } from '../../flows/rotation-ports.ts';
import { keyMaker } from './key-maker.ts';
import type { SessionCredentials } from './member-credentials.ts';
import { secretStore } from './secret-store.ts';

/** Member accounts through their rotate role. Secrets are kept in one Region of each account. */
export const rotatingAccounts = (
  credentialsFor: (accountId: AccountId) => Promise<SessionCredentials>,
  world: {
    readonly region: string;
    readonly now: () => Instant;
    readonly pause: (ms: number) => Promise<void>;
  },
): RotatingAccounts => ({
  rotating: async (accountId) => {
    const credentials = await credentialsFor(accountId);
    return {
      keys: keyMaker(accountId, credentials, world),
      secrets: secretStore(credentials, world.region),
    };
  },
});
