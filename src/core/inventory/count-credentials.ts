import { type Fact, known, unknown } from '../model/fact.ts';
import type { AccountInventory } from './account-inventory.ts';
import { rootUserName } from './read-credential-report.ts';

/** What one account has, in numbers. A number that cannot be said for sure is unknown. */
export interface CredentialCounts {
  /** Without the root user. */
  readonly users: number;
  /** Keys that were seen, those of root included. */
  readonly keys: number;
  readonly activeKeys: number;
  /** Unknown when the report has no row for root. */
  readonly rootKeys: Fact<number>;
  /** Users who have a key and a console password. */
  readonly usersWithKeyAndPassword: number;
  /** CodeCommit, Bedrock and the like; unknown when nobody asked. */
  readonly serviceCredentials: Fact<number>;
}

export const countCredentials = (inventory: AccountInventory): CredentialCounts => {
  const { users, keys, serviceCredentials, reportAt } = inventory;
  const holders = new Set(keys.map(({ userName }) => userName));
  const root = users.find(({ userName }) => userName === rootUserName);
  const source = 'GetCredentialReport';
  return {
    users: users.filter(({ userName }) => userName !== rootUserName).length,
    keys: keys.length,
    activeKeys: keys.filter(({ status }) => status.known && status.value === 'Active').length,
    rootKeys:
      root === undefined
        ? unknown('the report has no row for the root user', source)
        : root.keyCount.known
          ? known(keys.filter((key) => key.userName === rootUserName).length, reportAt, source)
          : root.keyCount,
    usersWithKeyAndPassword: users.filter(
      ({ userName, hasConsolePassword }) =>
        userName !== rootUserName &&
        holders.has(userName) &&
        hasConsolePassword.known &&
        hasConsolePassword.value,
    ).length,
    serviceCredentials: serviceCredentials.known
      ? { ...serviceCredentials, value: serviceCredentials.value.length }
      : serviceCredentials,
  };
};
