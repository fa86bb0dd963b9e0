import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type GetServiceLastAccessedDetailsCommandOutput,
  type IAMClient,
  type ServiceLastAccessed,
} from '@aws-sdk/client-iam';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import type { LastAccessed } from '../../core/usage/add-last-accessed.ts';
import { unknownFrom } from './aws-failure.ts';

/** IAM takes seconds; a user with much history up to half a minute. */
const mostPolls = 15;
const pollMs = 2_000;

/**
 * What a user last did, by action. IAM makes a report first, which only the session that asked for
 * it may read.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
 */
export const serviceLastAccessed = async (
  iam: IAMClient,
  userArn: string,
  clock: {
    readonly now: () => Instant;
    readonly sleep: (milliseconds: number) => Promise<void>;
  },
): Promise<Fact<LastAccessed>> => {
  const source = 'GetServiceLastAccessedDetails';
  try {
    const { JobId: jobId } = await iam.send(
      new GenerateServiceLastAccessedDetailsCommand({ Arn: userArn, Granularity: 'ACTION_LEVEL' }),
    );
    for (let poll = 0; poll < mostPolls; poll += 1) {
      const first = await page(iam, jobId, undefined);
      if (first.JobStatus === 'FAILED') {
        return unknown(
          `IAM could not make the report: ${first.Error?.Message ?? 'no reason given'}`,
          source,
        );
      }
      if (first.JobStatus === 'COMPLETED') {
        return known(lastAccessedIn(await allServices(iam, jobId, first)), clock.now(), source);
      }
      await clock.sleep(pollMs);
    }
    return unknown(`IAM had no report after ${mostPolls} looks`, source, 'yes');
  } catch (error) {
    return unknownFrom(error, source);
  }
};

const page = (iam: IAMClient, jobId: string | undefined, marker: string | undefined) =>
  iam.send(
    new GetServiceLastAccessedDetailsCommand({
      JobId: jobId,
      MaxItems: 1000,
      ...(marker === undefined ? {} : { Marker: marker }),
    }),
  );

const allServices = async (
  iam: IAMClient,
  jobId: string | undefined,
  first: GetServiceLastAccessedDetailsCommandOutput,
): Promise<readonly ServiceLastAccessed[]> => {
  const services = [...(first.ServicesLastAccessed ?? [])];
  let answer = first;
  while (answer.IsTruncated === true && answer.Marker !== undefined) {
    answer = await page(iam, jobId, answer.Marker);
    services.push(...(answer.ServicesLastAccessed ?? []));
  }
  return services;
};

const lastAccessedIn = (services: readonly ServiceLastAccessed[]): LastAccessed => {
  const actions: { action: string; at: Instant }[] = [];
  const withoutActions: { service: string; at: Instant }[] = [];
  for (const {
    ServiceNamespace: service,
    LastAuthenticated,
    TrackedActionsLastAccessed,
  } of services) {
    if (service === undefined || LastAuthenticated === undefined) continue;
    const used = (TrackedActionsLastAccessed ?? []).flatMap(({ ActionName, LastAccessedTime }) =>
      ActionName === undefined || LastAccessedTime === undefined
        ? []
        : [{ action: `${service}:${ActionName}`, at: instantOf(LastAccessedTime.getTime()) }],
    );
    actions.push(...used);
    if (used.length === 0) {
      withoutActions.push({ service, at: instantOf(LastAuthenticated.getTime()) });
    }
  }
  return { actions, services: withoutActions };
};
