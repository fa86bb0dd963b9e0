import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { isFields, textOf } from '../../core/inventory/answer-fields.ts';
import type { Instant } from '../../core/model/instant.ts';
import { jsonDocuments } from './json-documents.ts';
import { badFile, missing, readSnapshotText } from './read-file.ts';
import { snapshotInstant } from './snapshot-instant.ts';

/** Header and rows of a credential report. */
export interface ReportTable {
  readonly rows: readonly (readonly string[])[];
  /** When AWS made the report, where the file says it. */
  readonly generatedAt?: Instant;
  /** Why there may be more rows than these. */
  readonly incomplete?: string;
}

const expected =
  'the decoded Content of aws iam get-credential-report: CSV whose first line names the columns, beginning with user,arn';

/**
 * The credential report of an account; `missing` without `credential-report.csv`. The whole output
 * of `get-credential-report` will do as well, and so will its Content in Base64.
 * @throws InputError for a file that is no report
 */
export const readReportTable = async (folder: string): Promise<ReportTable | typeof missing> => {
  const file = join(folder, 'credential-report.csv');
  const text = await readSnapshotText(file);
  if (text === missing) return missing;
  const wrapped = unwrap(file, text);
  const rows = rowsIn(file, wrapped.content);
  return {
    rows,
    ...(wrapped.generatedAt === undefined ? {} : { generatedAt: wrapped.generatedAt }),
    ...whyIncomplete(rows),
  };
};

/** AWS always writes the row of the root user, and every row with as many cells as its header. */
const whyIncomplete = (rows: ReportTable['rows']): Pick<ReportTable, 'incomplete'> => {
  const [header = [], ...users] = rows;
  const last = users.at(-1);
  if (last === undefined) return header.length > 1 ? { incomplete: 'it has no rows' } : {};
  const isCut =
    last.length < header.length && users.slice(0, -1).every((row) => row.length >= header.length);
  return isCut ? { incomplete: `it ends in the middle of row ${rows.length}` } : {};
};

const unwrap = (
  file: string,
  text: string,
): { readonly content: string; readonly generatedAt?: Instant } => {
  if (!text.trimStart().startsWith('{')) return decoded(text);
  const read = jsonDocuments(text);
  const answer = read.status === 'read' ? read.documents[0] : undefined;
  const content = isFields(answer) ? textOf(answer['Content']) : undefined;
  if (!isFields(answer) || content === undefined) {
    throw badFile(file, 'JSON without a Content', expected);
  }
  const generatedAt = snapshotInstant(answer['GeneratedTime']);
  return {
    content: content.startsWith('user,')
      ? content
      : Buffer.from(content, 'base64').toString('utf8'),
    ...(generatedAt === undefined ? {} : { generatedAt }),
  };
};

/** What `--output text` leaves: Base64, alone or followed by the time and the type after tabs. */
const decoded = (text: string): { readonly content: string; readonly generatedAt?: Instant } => {
  const [first = '', time] = text.trim().split('\t');
  const content = /^[A-Za-z0-9+/\s]+=*$/.test(first)
    ? Buffer.from(first, 'base64').toString('utf8')
    : '';
  if (!content.startsWith('user,')) return { content: text };
  const generatedAt = snapshotInstant(time);
  return { content, ...(generatedAt === undefined ? {} : { generatedAt }) };
};

const rowsIn = (file: string, content: string): readonly (readonly string[])[] => {
  try {
    return parse(content, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw badFile(file, `no CSV (${(error as Error).message})`, expected);
  }
};
