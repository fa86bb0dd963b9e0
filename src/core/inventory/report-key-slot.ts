import type { LastUse } from '../keys/access-key.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { AccountId } from '../model/ids.ts';
import { addSeconds, type Instant } from '../model/instant.ts';
import type { InventoryKey } from './account-inventory.ts';
import { type Cell, type ReportOrigin, readBoolean, readDate, readText } from './report-cells.ts';
import type { SlotColumns } from './report-columns.ts';

export type KeySlot =
  | { readonly kind: 'key'; readonly key: InventoryKey }
  | { readonly kind: 'empty' }
  /** The report has no columns for this slot, or the row ended before them. */
  | { readonly kind: 'not-told'; readonly why: string };

/**
 * One slot of one row. Empty only when the report says that no key is active and gives neither a date
 * of creation nor one of use: an inactive key keeps its date in live reports. AWS's guide allows
 * for inactive keys without one, which look just like an empty slot and can do nothing.
 */
export const readKeySlot = (
  columns: SlotColumns,
  cell: (column: string) => Cell,
  userName: string,
  origin: ReportOrigin & { readonly accountId: AccountId },
): KeySlot => {
  const active = cell(columns.active);
  const rotated = cell(columns.lastRotated);
  const used = cell(columns.lastUsedDate);
  if (active.text === undefined && rotated.text === undefined && used.text === undefined) {
    return { kind: 'not-told', why: `the report says nothing of access_key_${columns.slot}` };
  }
  const isActive = readBoolean(active, origin);
  const createdAt = readDate(rotated, origin);
  const usedAt = readDate(used, origin);
  const hasNoDate =
    (rotated.text === undefined || (createdAt.known && createdAt.value === null)) &&
    (used.text === undefined || (usedAt.known && usedAt.value === null));
  if (isActive.known && !isActive.value && hasNoDate) return { kind: 'empty' };
  if (active.text !== undefined && !isActive.known) {
    active.odd('whether there is a key here is not known: kept as a key of unknown status');
  }
  return {
    kind: 'key',
    key: {
      accountId: origin.accountId,
      userName,
      accessKeyId: unknown('the credential report has no key ids', origin.source, 'yes'),
      status: isActive.known
        ? known(isActive.value ? 'Active' : 'Inactive', origin.at, origin.source)
        : isActive,
      createdAt: creationOf(createdAt, rotated, isActive, origin),
      lastUse: lastUseOf(usedAt, createdAt, used, () => placeOfUse(columns, cell), origin),
    },
  };
};

const creationOf = (
  createdAt: Fact<Instant | null>,
  cell: Cell,
  isActive: Fact<boolean>,
  { source }: ReportOrigin,
): Fact<Instant> => {
  if (!createdAt.known) return createdAt;
  if (createdAt.value !== null) return { ...createdAt, value: createdAt.value };
  if (isActive.known && isActive.value) cell.odd('an active key without a date of creation');
  return unknown(`${cell.column} is N/A`, source, 'yes');
};

/** AWS notes uses to the minute, and those of a quarter of an hour as the first of them. */
const noteMinutes = 15;

/** A use from before the key was made is of another key: it says nothing of this one. */
const lastUseOf = (
  usedAt: Fact<Instant | null>,
  createdAt: Fact<Instant | null>,
  { column, odd }: Cell,
  place: () => Pick<LastUse, 'service' | 'region'>,
  { at, source }: ReportOrigin,
): Fact<LastUse | null> => {
  if (!usedAt.known) return usedAt;
  if (usedAt.value === null) return known(null, at, source);
  const made = createdAt.known ? createdAt.value : null;
  if (made !== null && usedAt.value < addSeconds(made, -noteMinutes * 60)) {
    odd(`used ${usedAt.value}, before it was made ${made}`);
    return unknown(`${column} is ${usedAt.value}, before the key was made`, source);
  }
  return known({ at: usedAt.value, ...place() }, at, source);
};

/** A use without a region is one of a global service, or of S3. */
const placeOfUse = (
  columns: SlotColumns,
  cell: (column: string) => Cell,
): Pick<LastUse, 'service' | 'region'> => ({
  service: readText(cell(columns.lastUsedService)) ?? 'unknown',
  region: readText(cell(columns.lastUsedRegion)) ?? 'unknown',
});
