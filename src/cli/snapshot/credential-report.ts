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
}

const expected =
  'the decoded Content of aws iam get-credential-report: CSV whose first line names the columns, beginning with user,arn';

/**
 * The credential report of an account; `missing` without `credential-report.csv`. The whole output
 * of `get-credential-report`, with its Content in Base64, will do as well.
 * @throws InputError for a file that is no report
 */
export const readReportTable = async (folder: string): Promise<ReportTable | typeof missing> => {
  const file = join(folder, 'credential-report.csv');
  const text = await readSnapshotText(file);
  if (text === missing) return missing;
  const wrapped = unwrap(text);
  const rows = rowsIn(file, wrapped.content);
  return {
    rows,
    ...(wrapped.generatedAt === undefined ? {} : { generatedAt: wrapped.generatedAt }),
  };
};

const unwrap = (text: string): { readonly content: string; readonly generatedAt?: Instant } => {
  if (!text.trimStart().startsWith('{')) return { content: text };
  const read = jsonDocuments(text);
  const answer = read.status === 'read' ? read.documents[0] : undefined;
  const content = isFields(answer) ? textOf(answer['Content']) : undefined;
  if (!isFields(answer) || content === undefined) return { content: text };
  const generatedAt = snapshotInstant(answer['GeneratedTime']);
  return {
    content: content.startsWith('user,')
      ? content
      : Buffer.from(content, 'base64').toString('utf8'),
    ...(generatedAt === undefined ? {} : { generatedAt }),
  };
};

const rowsIn = (file: string, content: string): readonly (readonly string[])[] => {
  try {
    return parse(content, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw badFile(file, `no CSV (${(error as Error).message})`, expected);
  }
};
