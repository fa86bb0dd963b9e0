import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../core/model/errors.ts';
import { instantOf } from '../../core/model/instant.ts';
import type { ReportAnswer, ReportRequest } from '../../flows/inventory-ports.ts';
import { errorName, failureFrom } from './aws-failure.ts';

/**
 * Asks AWS to make a report. It makes one in four hours at most: earlier requests answer `COMPLETE`
 * and keep the report there is. `LimitExceeded` is AWS at its capacity.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 */
export const requestCredentialReport = async (iam: IAMClient): Promise<ReportRequest> => {
  try {
    const { State: state } = await iam.send(new GenerateCredentialReportCommand({}));
    return { status: 'accepted', state: state ?? 'STARTED' };
  } catch (error) {
    const { message, retry } = failureFrom(error, 'GenerateCredentialReport');
    return { status: 'refused', reason: message, retry };
  }
};

/** The SDK's name, or the wire's, for each state in which there is no report to read. */
const states: Readonly<Record<string, 'in-progress' | 'expired' | 'not-present'>> = {
  CredentialReportNotReady: 'in-progress',
  ReportInProgress: 'in-progress',
  CredentialReportExpired: 'expired',
  ReportExpired: 'expired',
  CredentialReportNotPresent: 'not-present',
  ReportNotPresent: 'not-present',
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
export const getCredentialReport = async (iam: IAMClient): Promise<ReportAnswer> => {
  try {
    const { Content: content, GeneratedTime: time } = await iam.send(
      new GetCredentialReportCommand({}),
    );
    if (content === undefined || time === undefined) {
      return { status: 'failed', reason: 'the report came without content or time', retry: 'yes' };
    }
    return { status: 'read', rows: reportRows(content), generatedAt: instantOf(time.getTime()) };
  } catch (error) {
    const state = states[errorName(error)];
    if (state !== undefined) return { status: state };
    const { message, retry } = failureFrom(error, 'GetCredentialReport');
    return { status: 'failed', reason: message, retry };
  }
};

/**
 * Splits a report into rows of cells. Rows may have any number of cells: what is missing is for the
 * reader to say.
 *
 * @throws InputError when the bytes are no CSV, or no text
 */
export const reportRows = (content: Uint8Array | string): readonly (readonly string[])[] => {
  const text = typeof content === 'string' ? content : utf8.decode(content);
  if (!mayNeedParser.test(text)) {
    return text.split('\n').flatMap((line) => (line === '' ? [] : [line.split(',')]));
  }
  try {
    return parse(text, { bom: true, relaxColumnCount: true, skipEmptyLines: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `This is no credential report: ${why} Expected CSV, as the decoded Content of GetCredentialReport.`,
    );
  }
};

/**
 * Without a quote, a carriage return or a byte order mark a line is a row, and a comma ends a cell:
 * so are nearly all reports, and the parser takes ten times as long to find it out.
 */
const mayNeedParser = /["\r\uFEFF]/;

const utf8 = new TextDecoder();
