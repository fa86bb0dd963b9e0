import type { InventoryKey } from '../../core/inventory/account-inventory.ts';
import { InputError } from '../../core/model/errors.ts';
import type { AccessKeyId } from '../../core/model/ids.ts';

/**
 * The key that a recommendation is about: the one that was asked for, else the one that is most
 * likely in use. A user has two at most.
 * @returns `undefined`: no key of the user is known
 * @throws InputError for a key that the user does not have
 */
export const chooseKey = <Key extends InventoryKey>(
  userName: string,
  keys: readonly Key[],
  wanted: AccessKeyId | undefined,
): Key | undefined => {
  if (wanted === undefined) return [...keys].sort(byLikelyUse)[0];
  const found = keys.find(({ accessKeyId }) => accessKeyId.known && accessKeyId.value === wanted);
  if (found !== undefined) return found;
  const ids = keys.flatMap(({ accessKeyId }) => (accessKeyId.known ? [accessKeyId.value] : []));
  throw new InputError(
    `${userName} has no key ${wanted}. Got ${ids.join(', ') || 'no key ids at all'}, expected one of its keys.`,
  );
};

const byLikelyUse = (a: InventoryKey, b: InventoryKey): number => {
  const [one, other] = [likelihood(a), likelihood(b)];
  const at = one.findIndex((part, index) => part !== other[index]);
  return at === -1 || (one[at] ?? '') < (other[at] ?? '') ? 1 : -1;
};

/** Sorts as text, likelier last. */
const likelihood = ({ status, lastUse, createdAt, accessKeyId }: InventoryKey) => [
  status.known && status.value !== 'Active' ? '0' : '1',
  lastUse.known ? (lastUse.value?.at ?? '') : '0',
  createdAt.known ? createdAt.value : '',
  accessKeyId.known ? accessKeyId.value : '',
];
