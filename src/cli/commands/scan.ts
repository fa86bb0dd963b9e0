import { writeFileSync } from 'node:fs';
import { InputError } from '../../core/model/errors.ts';
import { type Instant, instantOf, parseInstant } from '../../core/model/instant.ts';
import { loadConfiguration } from '../configuration.ts';
import { failOn } from '../fail-on.ts';
import { exitCodes, type Io } from '../output.ts';
import { hasBadInput } from '../scan/account-reading.ts';
import { readLiveAccounts } from '../scan/read-live-accounts.ts';
import { readSnapshotAccounts } from '../scan/read-snapshot-accounts.ts';
import { scanCsv } from '../scan/scan-csv.ts';
import type { ScanDocument } from '../scan/scan-document.ts';
import { scanDocumentOf } from '../scan/scan-document-of.ts';
import { scanTable } from '../scan/scan-table.ts';
import { openSnapshot } from '../snapshot/open-snapshot.ts';

type Format = 'table' | 'json' | 'csv' | 'html';

export interface ScanOptions {
  readonly organization?: true;
  readonly roleName?: string;
  readonly from?: string;
  readonly fast?: true;
  readonly format?: Format;
  readonly json: boolean;
  readonly out?: string;
  readonly failOn?: string;
  readonly now?: string;
  readonly config?: string;
}

/**
 * Finds the access keys of one account, an organization or a snapshot, and judges each. Reads only.
 * @returns 0 nothing at or above `failOn`; 1 something; 2 a bad file in the snapshot; 3 something
 *   could not be read (what could be is printed, and marked as partial)
 * @throws InputError for wrong use; LastkeyError when nothing could be read
 */
export const scan = async (options: ScanOptions, io: Io): Promise<number> => {
  const isFound = failOn(options.failOn ?? 'low');
  const format = formatOf(options);
  const now = timeOf(options.now);
  if (options.from !== undefined && options.organization === true) {
    throw new InputError('--from and --organization do not go together: give one of them.');
  }
  const configuration = loadConfiguration(options.config);
  const { readings, ...origin } =
    options.from === undefined
      ? { source: 'live' as const, ...(await readLiveAccounts(options, configuration, now, io)) }
      : {
          source: 'snapshot' as const,
          calls: {},
          readings: await readSnapshotAccounts(
            await openSnapshot(options.from),
            configuration,
            now,
          ),
        };
  const document = scanDocumentOf(readings, configuration, origin, now);
  write(await rendered(document, format, configuration), options.out, io);
  for (const gap of document.gaps) io.note(`lastkey: ${gap}`);
  if (document.partial) {
    io.note('lastkey: the result is partial. Nothing is known about what is named above.');
  }
  if (readings.some(hasBadInput)) return exitCodes.wrongUse;
  if (document.partial) return exitCodes.couldNotFinish;
  return document.keys.some(
    ({ verdict }) => verdict.reasons.length > 0 && isFound(verdict.severity),
  )
    ? exitCodes.found
    : exitCodes.done;
};

/** @throws InputError when `--json` and `--format` disagree */
const formatOf = ({ format, json }: ScanOptions): Format => {
  if (!json) return format ?? 'table';
  if (format === undefined || format === 'json') return 'json';
  throw new InputError(`--json and --format ${format} do not go together: give one of them.`);
};

/** @throws InputError for what is no time */
const timeOf = (text: string | undefined): Instant => {
  if (text === undefined) return instantOf(Date.now());
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at !== undefined) return at;
  throw new InputError(
    `--now takes a time. Got "${text}", expected 2026-11-23 or 2026-11-23T10:00:00Z.`,
  );
};

const rendered = async (
  document: ScanDocument,
  format: Format,
  configuration: ReturnType<typeof loadConfiguration>,
): Promise<string> => {
  switch (format) {
    case 'table':
      return scanTable(document);
    case 'json':
      return `${JSON.stringify(document, null, 2)}\n`;
    case 'csv':
      return scanCsv(document);
    case 'html': {
      const { scanPage } = await import('../scan/html/scan-page.ts');
      return scanPage(document, configuration.keys);
    }
  }
};

/** @throws InputError when the file cannot be written */
const write = (text: string, file: string | undefined, io: Io): void => {
  if (file === undefined) {
    io.out(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(
      `--out cannot be written: ${(error as Error).message}. Give a path in a folder that exists.`,
    );
  }
  io.note(`Written to ${file}.`);
};
