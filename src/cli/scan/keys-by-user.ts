import type { InventoryKey } from '../../core/inventory/account-inventory.ts';

/** The keys of each user who has one. */
export const keysByUser = (
  keys: readonly InventoryKey[],
): ReadonlyMap<string, readonly InventoryKey[]> => {
  const ofUser = new Map<string, InventoryKey[]>();
  for (const key of keys) {
    const others = ofUser.get(key.userName);
    if (others === undefined) ofUser.set(key.userName, [key]);
    else others.push(key);
  }
  return ofUser;
};
