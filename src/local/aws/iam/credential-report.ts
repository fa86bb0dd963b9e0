import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { credentialReportCsv } from './credential-report-csv.ts';

/** A report is kept, and given again, for so long. */
const lifeMs = 4 * 3_600_000;

/**
 * One report an account, made at most every four hours; an earlier request answers `COMPLETE` and
 * changes nothing.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 */
export const generateCredentialReport: Action = (_input, { account, now }) => {
  const last = account.credentialReport;
  if (last !== null && now < last.readyAt) return { State: 'INPROGRESS' };
  if (last !== null && now - last.readyAt < lifeMs) return { State: 'COMPLETE' };
  account.credentialReport = {
    readyAt: now + account.reportSeconds * 1000,
    content: credentialReportCsv(account, now),
  };
  if (last !== null) return { State: 'STARTED' };
  return {
    State: 'STARTED',
    Description: 'No report exists. Starting a new report generation task',
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
export const getCredentialReport: Action = (_input, { account, now }) => {
  const report = account.credentialReport;
  if (report === null) {
    throw new AwsError('ReportNotPresent', 410, 'No report has been generated.');
  }
  if (now < report.readyAt) {
    throw new AwsError('ReportInProgress', 404, 'The report is being generated.');
  }
  if (now - report.readyAt >= lifeMs) {
    throw new AwsError('ReportExpired', 410, 'The report is older than four hours.');
  }
  return {
    Content: Buffer.from(report.content).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: new Date(report.readyAt),
  };
};
