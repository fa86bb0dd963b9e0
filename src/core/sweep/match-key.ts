import type { AccountInventory, InventoryKey } from '../inventory/account-inventory.ts';
import type { KeyCase } from '../keys/key-case.ts';
import { epochMs, type Instant } from '../model/instant.ts';

/** How the report and a case agree. */
export type Match =
  | {
      readonly kind: 'same';
      readonly key: InventoryKey;
      /** Another key of the user was made in that second: the last use may be the other's. */
      readonly hasTwin: boolean;
    }
  /** The report says something else: only `ListAccessKeys` can tell what is true now. */
  | {
      readonly kind: 'differs';
      readonly why: string;
      /** One of two keys of one second, and as the case expects it: it may be no difference. */
      readonly twin?: InventoryKey;
    }
  /** The report is older than the case's news, or could not be read there. */
  | { readonly kind: 'cannot-tell' };

/**
 * Finds the key of a case in a report, which has no ids: by its user and its create date. Reports know
 * seconds.
 * @param casesOfSecond open cases of keys of that user and second, this one included: with more of them
 *   than keys, one key is gone, and only the list tells which
 */
export const matchKey = (
  keyCase: KeyCase,
  inventory: AccountInventory,
  casesOfSecond = 1,
): Match => {
  const { key, stage } = keyCase;
  if (newestNews(keyCase) >= inventory.reportAt) return { kind: 'cannot-tell' };
  const ofUser = inventory.keys.filter(({ userName }) => userName === key.userName);
  const sameAge = ofUser.filter(
    ({ createdAt }) => createdAt.known && isSameSecond(createdAt.value, key.createdAt),
  );
  if (sameAge.length === 0) {
    return ofUser.some(({ createdAt }) => !createdAt.known)
      ? { kind: 'cannot-tell' }
      : { kind: 'differs', why: 'the report does not have the key' };
  }
  const expected = stage === 'disabled' ? 'Inactive' : 'Active';
  const [only] = sameAge;
  if (only === undefined || sameAge.length > 1 || casesOfSecond > 1) {
    const isEachThere = sameAge.length >= casesOfSecond;
    if (only !== undefined && isEachThere && sameAge.every((each) => hasStatus(each, expected))) {
      return { kind: 'same', key: only, hasTwin: true };
    }
    const twin = sameAge.find((each) => hasStatus(each, expected));
    return {
      kind: 'differs',
      why: 'two keys of the user were made in the same second',
      ...(twin === undefined ? {} : { twin }),
    };
  }
  if (!only.status.known) return { kind: 'cannot-tell' };
  return only.status.value === expected
    ? { kind: 'same', key: only, hasTwin: false }
    : { kind: 'differs', why: `the report says that the key is ${only.status.value}` };
};

const hasStatus = ({ status }: InventoryKey, expected: string): boolean =>
  status.known && status.value === expected;

/** The newest moment of which the case knows more than an older report can. */
const newestNews = ({ lastEventAt, disabled, stage, clockStartedAt }: KeyCase): Instant => {
  const known = [lastEventAt, disabled?.at, stage === 'restored' ? clockStartedAt : undefined];
  return (
    known
      .filter((at): at is Instant => at !== undefined)
      .sort()
      .at(-1) ?? lastEventAt
  );
};

export const isSameSecond = (one: Instant, other: Instant): boolean =>
  Math.floor(epochMs(one) / 1000) === Math.floor(epochMs(other) / 1000);
