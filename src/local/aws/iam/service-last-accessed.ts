import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { isRecord, optionalText, requiredText } from '../input.ts';
import type { Output } from '../output.ts';
import type { AccountState } from './account-state.ts';

interface Job {
  readonly principalArn: string;
  readonly byAction: boolean;
  /** Who may read it. */
  readonly madeBy: string;
  readonly createdAt: number;
  /** A report is never there at once. */
  looks: number;
}

const jobs = new WeakMap<AccountState, Map<string, Job>>();

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html */
export const generateServiceLastAccessedDetails: Action = (input, { account, caller, now }) => {
  const own = jobs.get(account) ?? new Map<string, Job>();
  jobs.set(account, own);
  const jobId = `00000000-0000-4000-8000-${String(own.size + 1).padStart(12, '0')}`;
  own.set(jobId, {
    principalArn: requiredText(input, 'Arn'),
    byAction: optionalText(input, 'Granularity') === 'ACTION_LEVEL',
    madeBy: caller.principalId,
    createdAt: now,
    looks: 0,
  });
  return { JobId: jobId };
};

/**
 * What a principal's recorded calls show, refused ones included. Only who asked for a report may
 * read it. Event names stand for actions, which they are for most services.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export const getServiceLastAccessedDetails: Action = (
  input,
  { account, caller, organization, now },
) => {
  const jobId = requiredText(input, 'JobId');
  const job = jobs.get(account)?.get(jobId);
  if (job === undefined || job.madeBy !== caller.principalId) {
    throw new AwsError('NoSuchEntity', 404, `Cannot find JobId ${jobId}.`);
  }
  job.looks += 1;
  const about = { JobType: job.byAction ? 'ACTION_LEVEL' : 'SERVICE_LEVEL', IsTruncated: false };
  const dates = { JobCreationDate: new Date(job.createdAt), JobCompletionDate: new Date(now) };
  if (job.looks === 1) {
    return { ...about, ...dates, JobStatus: 'IN_PROGRESS', ServicesLastAccessed: [] };
  }
  const records = organization.records
    .filter(({ accountId, record }) => {
      const identity = record['userIdentity'];
      return (
        accountId === account.accountId &&
        isRecord(identity) &&
        identity['arn'] === job.principalArn
      );
    })
    .map(({ record, region }) => ({ record, region }));
  return {
    ...about,
    ...dates,
    JobStatus: 'COMPLETED',
    ServicesLastAccessed: servicesOf(records, job),
  };
};

interface Use {
  readonly at: number;
  readonly region: string;
}

const servicesOf = (
  records: readonly {
    readonly record: Readonly<Record<string, unknown>>;
    readonly region: string;
  }[],
  job: Job,
): Output[] => {
  const services = new Map<string, Map<string, Use>>();
  for (const { record, region } of records) {
    const service = String(record['eventSource']).replace(/\.amazonaws\.com$/, '');
    const actions = services.get(service) ?? new Map<string, Use>();
    services.set(service, actions);
    const action = String(record['eventName']);
    const at = Date.parse(String(record['eventTime']));
    if (at > (actions.get(action)?.at ?? 0)) actions.set(action, { at, region });
  }
  return [...services].map(([service, actions]) => {
    const newest = [...actions.values()].reduce((last, use) => (use.at > last.at ? use : last));
    return {
      ServiceName: service,
      ServiceNamespace: service,
      LastAuthenticated: new Date(newest.at),
      LastAuthenticatedEntity: job.principalArn,
      LastAuthenticatedRegion: newest.region,
      TotalAuthenticatedEntities: 1,
      ...(job.byAction
        ? {
            TrackedActionsLastAccessed: [...actions].map(([name, { at, region }]) => ({
              ActionName: name,
              LastAccessedEntity: job.principalArn,
              LastAccessedTime: new Date(at),
              LastAccessedRegion: region,
            })),
          }
        : {}),
    };
  });
};
