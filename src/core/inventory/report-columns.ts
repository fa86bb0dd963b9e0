import { InputError } from '../model/errors.ts';

/** Where a report keeps what: columns are found by name, since AWS adds some and files lose some. */
export interface ReportColumns {
  readonly width: number;
  /** Place of a column; `undefined` when this report has none of that name. */
  placeOf(name: string): number | undefined;
  /** Slots that have at least one column, in order: 1, 2, and whatever AWS may add. */
  readonly slots: readonly SlotColumns[];
}

/** The names of a slot's columns, made once for all rows. */
export interface SlotColumns {
  readonly slot: number;
  readonly active: string;
  readonly lastRotated: string;
  readonly lastUsedDate: string;
  readonly lastUsedService: string;
  readonly lastUsedRegion: string;
}

const slotColumns = (slot: number): SlotColumns => ({
  slot,
  active: `access_key_${slot}_active`,
  lastRotated: `access_key_${slot}_last_rotated`,
  lastUsedDate: `access_key_${slot}_last_used_date`,
  lastUsedService: `access_key_${slot}_last_used_service`,
  lastUsedRegion: `access_key_${slot}_last_used_region`,
});

const slotColumn = /^access_key_(\d+)_/;

/** AWS documents two keys a user; a report without these columns says nothing of them. */
const documentedSlots = [1, 2];

/**
 * Reads the header row of a credential report.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 *
 * @throws InputError when this is no credential report: no header, or a header without `user`
 */
export const reportColumns = (header: readonly string[] | undefined): ReportColumns => {
  const names = (header ?? []).map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const places = new Map<string, number>();
  names.forEach((name, place) => {
    if (!places.has(name)) places.set(name, place);
  });
  if (!places.has('user')) {
    throw new InputError(
      `This is no credential report: expected a header row with the column "user", got ${headline(names)}. Pass the decoded Content of GetCredentialReport.`,
    );
  }
  const found = names.flatMap((name) => slotColumn.exec(name)?.[1] ?? []).map(Number);
  return {
    width: names.length,
    placeOf: (name) => places.get(name),
    slots: [...new Set([...documentedSlots, ...found])].sort((a, b) => a - b).map(slotColumns),
  };
};

const headline = (names: readonly string[]): string =>
  names.length === 0 ? 'nothing' : JSON.stringify(names.join(',').slice(0, 80));
