import type { AccountDetails } from '../../core/inventory/account-details.ts';
import type { AccountInventory } from '../../core/inventory/account-inventory.ts';
import { rootUserName } from '../../core/inventory/read-credential-report.ts';
import type { Fact } from '../../core/model/fact.ts';
import type { InspectedAccount } from '../../flows/inspect-accounts.ts';
import type { AccountReading } from './account-reading.ts';
import { namesText } from './words.ts';

/**
 * What a live look at an account came to.
 * @param details of its users, where they were asked for
 */
export const readInspected = (
  account: InspectedAccount,
  details: Fact<AccountDetails>,
  fast: boolean,
): AccountReading['outcome'] => {
  if (account.coverage === 'failed') {
    return { coverage: 'failed', cause: 'not-read', reason: account.reason };
  }
  const { users, keys, oddities, changes, serviceCredentials, reportAt } = account.inventory;
  return {
    coverage: 'read',
    reportAt,
    users,
    keys,
    details,
    serviceCredentials,
    gaps: [
      ...(fast ? [] : idGaps(account.inventory)),
      ...users.flatMap(({ userName, keyCount }) =>
        keyCount.known ? [] : [`how many keys ${userName} has is unknown: ${keyCount.reason}`],
      ),
      ...(fast || details.known || keys.length === 0
        ? []
        : [`owners, and what the keys may do, are unknown: ${details.source}: ${details.reason}`]),
    ],
    notes: [
      ...oddities,
      ...changes.map(({ text }) => text),
      ...(fast || serviceCredentials.known
        ? []
        : [
            `service-specific credentials were not read: ${serviceCredentials.source}: ${firstLine(serviceCredentials.reason)}`,
          ]),
    ],
  };
};

/** Some messages of the SDK go on with advice to its users. */
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text;

/** Keys that must be named and could not be. Nobody can list the keys of the root user. */
const idGaps = ({ keys }: AccountInventory): readonly string[] => {
  const users = new Map<string, string[]>();
  for (const { userName, accessKeyId } of keys) {
    if (accessKeyId.known || userName === rootUserName) continue;
    const why = `${accessKeyId.source}: ${accessKeyId.reason}`;
    users.set(why, [...(users.get(why) ?? []), userName]);
  }
  return [...users].map(([why, names]) => {
    return `the ids of the keys of ${namesText([...new Set(names)])} are unknown: ${why}`;
  });
};
