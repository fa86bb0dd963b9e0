import { type Fact, known, unknown } from '../model/fact.ts';
import { type Cell, type ReportOrigin, readBoolean, readText } from './report-cells.ts';
import type { KeySlot } from './report-key-slot.ts';

/** AWS fills this column when a user has more keys or certificates than the report has columns. */
const more = 'additional_credentials_info';

/** How many keys the slots add up to; unknown when a slot is not told or AWS says there are more. */
export const countKeys = (
  slots: readonly KeySlot[],
  additional: Cell,
  { at, source }: ReportOrigin,
): Fact<number> => {
  const silent = slots.find((slot) => slot.kind === 'not-told');
  if (silent !== undefined) return unknown(silent.why, source, 'yes');
  const text = readText(additional);
  if (text !== undefined) return unknown(`${more}: ${text}`, source, 'yes');
  const unsure = slots.find((slot) => slot.kind === 'key' && !slot.key.status.known);
  if (unsure !== undefined) return unknown('a slot of the report is unreadable', source, 'yes');
  return known(slots.filter((slot) => slot.kind === 'key').length, at, source);
};

const certificateColumns = [1, 2].map((slot) => ({
  slot,
  activeColumn: `cert_${slot}_active`,
  rotatedColumn: `cert_${slot}_last_rotated`,
}));

/** Signing certificates, and credentials beyond the columns, in words. */
export const otherCredentials = (
  cell: (column: string) => Cell,
  origin: ReportOrigin,
): readonly string[] => {
  const certificates = certificateColumns.flatMap(({ slot, activeColumn, rotatedColumn }) => {
    const active = cell(activeColumn);
    if (active.text === undefined) return [];
    const isActive = readBoolean(active, origin);
    const since = readText(cell(rotatedColumn));
    if (isActive.known && !isActive.value && since === undefined) return [];
    const status = isActive.known ? (isActive.value ? 'active' : 'inactive') : 'unreadable';
    return [`signing certificate ${slot}, ${status}${since === undefined ? '' : `, of ${since}`}`];
  });
  const additional = readText(cell(more));
  return additional === undefined ? certificates : [...certificates, `${more}: ${additional}`];
};
