import { rootUserName } from '../core/events/change.ts';
import { sweepEventTypes } from '../core/events/sweep-event.ts';
import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import type { AccountInventory, InventoryKey } from '../core/inventory/account-inventory.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import type { Configuration } from '../core/model/configuration.ts';
import type { Instant } from '../core/model/instant.ts';
import { isSameSecond } from '../core/sweep/match-key.ts';
import type { SweepAccountsPorts, SweptAccount } from './sweep-accounts.ts';

/** Longer than a batch takes. */
const leaseSeconds = 1800;

/**
 * Tells an account's channel about root keys that no event told of. Nobody but the root user can list
 * them, so there is no id and no case: a claim remembers that it was told, and lapses after a month,
 * when it is told again.
 */
export const tellRootKeys = async (
  { accountId, accountName, runAt }: SweptAccount,
  inventory: AccountInventory,
  cases: readonly KeyCase[],
  ports: SweepAccountsPorts,
  { owners }: Configuration,
): Promise<void> => {
  for (const { key, createdAt } of activeRootKeys(inventory)) {
    if (cases.some((keyCase) => isCaseOf(keyCase, createdAt))) continue;
    const name = `${accountId}/root/${createdAt}`;
    const claim = await ports.cases.claim('root-key', name, ports.clock.now(), leaseSeconds);
    if (claim !== 'claimed') continue;
    await ports.ledger.append([
      ledgerEntry('decision', runAt, `sweep/${name}`, 'inspect-accounts', name, {
        run: runAt,
        decision: 'root-key',
        createdAt,
      }),
    ]);
    await ports.events.publish([
      {
        type: sweepEventTypes['root-keys'],
        detail: {
          version: 1,
          noticeKind: 'sweep',
          topic: 'root-keys',
          accountIds: [accountId],
          title: `Root access key in ${accountName}`,
          lines: [
            `The root user of account ${accountId} has an active access key, made ${createdAt.slice(0, 10)}, ${lastUsed(key)}.`,
            'A root access key can do everything in the account and nothing can limit it.',
          ],
          more: 0,
          advice:
            'lastkey cannot disable a root key: sign in as the root user and delete it, or delete it with AssumeRoot from the management account.',
          contacts: [...new Set([owners.accounts[accountId] ?? owners.fallback, owners.fallback])],
          noticeId: `root-key/${name}/${runAt}`,
          at: ports.clock.now(),
        },
      },
    ]);
    await ports.cases.finish('root-key', name, ports.clock.now());
  }
};

const activeRootKeys = ({ keys }: AccountInventory) =>
  keys.flatMap((key) =>
    key.userName === rootUserName &&
    key.createdAt.known &&
    key.status.known &&
    key.status.value === 'Active'
      ? [{ key, createdAt: key.createdAt.value }]
      : [],
  );

const isCaseOf = ({ key }: KeyCase, createdAt: Instant): boolean =>
  key.userName === rootUserName && isSameSecond(key.createdAt, createdAt);

const lastUsed = ({ lastUse }: InventoryKey): string => {
  if (!lastUse.known) return `and when it was last used is unknown (${lastUse.reason})`;
  return lastUse.value === null
    ? 'and never used'
    : `and last used ${lastUse.value.at.slice(0, 10)} for ${lastUse.value.service}`;
};
