import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountSeed } from './account-seed.ts';
import type { ApiCall } from './api-call.ts';
import type { Credentials } from './caller.ts';
import type { CloudTrailRecord } from './cloudtrail/cloudtrail-record.ts';
import { door } from './door.ts';
import type { DynamoDbEngine } from './engines/dynamodb-engine.ts';
import { dynamoDbEngine } from './engines/dynamodb-engine.ts';
import type { SqsEngine } from './engines/sqs-engine.ts';
import { sqsEngine } from './engines/sqs-engine.ts';
import { busKey, eventBus } from './events/event-bus-state.ts';
import type { EventDelivery } from './events/event-delivery.ts';
import type { EventTargets } from './events/event-routing.ts';
import { eventRouting } from './events/event-routing.ts';
import { wrapRecord } from './events/wrap-record.ts';
import type { Faults } from './faults.ts';
import { seededFaults } from './faults.ts';
import { roleArn } from './iam/account-state.ts';
import { issuePrincipalId } from './iam/issue-ids.ts';
import { issueSession } from './issue-session.ts';
import type { ObservedLog } from './observed-log.ts';
import { observedLog } from './observed-log.ts';
import type { OrganizationState } from './organization-state.ts';
import { organizationState } from './organization-state.ts';
import { seededRandom } from './seeded-random.ts';
import type { ShiftedClock } from './shifted-clock.ts';
import { shiftedClock } from './shifted-clock.ts';

export interface AwsOptions {
  readonly accounts: readonly AccountSeed[];
  /** The first account when absent. */
  readonly managementAccountId?: string;
  readonly organizationId?: string;
  /** The account that holds queues and tables; the management account when absent. */
  readonly hubAccountId?: string;
  /** `us-east-1` when absent. */
  readonly region?: string;
  /** Milliseconds since the epoch that the clock shows at the start; real time when absent. */
  readonly startAt?: number;
  /** 1 when absent: ids, secrets and probable faults follow from it. */
  readonly seed?: number;
  /** Queues by name, with their SQS attributes. */
  readonly queues?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What an EventBridge rule with a function as its target calls. */
  readonly invoke?: EventTargets['invoke'];
}

/** A running loopback AWS. */
export interface LocalAws {
  /** `http://127.0.0.1:<port>`; all services answer there. */
  readonly url: string;
  /** The hub's. */
  readonly region: string;
  readonly organization: OrganizationState;
  readonly clock: ShiftedClock;
  /** Every API call, in order of its answer. */
  readonly calls: ObservedLog<ApiCall>;
  readonly deliveries: ObservedLog<EventDelivery>;
  readonly faults: Faults;
  readonly sqs: SqsEngine;
  readonly dynamoDb: DynamoDbEngine;
  /**
   * Temporary credentials of a role in an account, valid for a year; an administrator's, whose role
   * is in no list, when `roleName` is absent.
   */
  credentials(accountId: string, roleName?: string, sessionName?: string): Required<Credentials>;
  /** The environment that makes any AWS SDK talk to this, as `credentials` of that account and role. */
  environment(accountId: string, roleName?: string, sessionName?: string): Record<string, string>;
  /**
   * What CloudTrail does with a record: into the event history, and onto the default bus of that
   * account and region. Records over 256 KB never reach a bus.
   */
  deliver(
    accountId: string,
    region: string,
    record: CloudTrailRecord,
  ): Promise<'delivered' | 'too-large'>;
  /** Moves time on, message time-outs included. */
  advance(milliseconds: number): Promise<void>;
  /** Resolves when everything that writes have caused so far has been delivered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** CloudTrail sends no larger record to EventBridge. */
const largestRecordBytes = 256 * 1024;
const yearSeconds = 365 * 24 * 3600;
const endpointServices = [
  'IAM',
  'STS',
  'ORGANIZATIONS',
  'CLOUDTRAIL',
  'EVENTBRIDGE',
  'SSM',
  'SECRETS_MANAGER',
  'DYNAMODB',
  'SQS',
];

/** Starts the loopback AWS on a free port of 127.0.0.1. */
export const startAws = async (options: AwsOptions): Promise<LocalAws> => {
  const random = seededRandom(options.seed ?? 1);
  const clock = shiftedClock(options.startAt);
  const region = options.region ?? 'us-east-1';
  const organization = organizationState({
    organizationId: options.organizationId ?? 'o-exampleorgid',
    managementAccountId: options.managementAccountId ?? options.accounts[0]?.accountId ?? '',
    accounts: options.accounts,
    clock,
    random,
  });
  const calls = observedLog<ApiCall>('an API call');
  const deliveries = observedLog<EventDelivery>('an event delivery');
  const faults = seededFaults(random);
  const background = new Set<Promise<unknown>>();

  let host = '';
  const sqs = sqsEngine(
    () => host,
    region,
    options.hubAccountId ?? organization.managementAccountId,
  );
  const dynamoDb = dynamoDbEngine();
  const putEvent = eventRouting({
    organization,
    faults,
    deliveries,
    targets: {
      sendToQueue: async (queueName, body) => {
        await sqs.call('SendMessage', { QueueUrl: sqs.queueUrl(queueName), MessageBody: body });
      },
      invoke:
        options.invoke ??
        (async (functionName) => {
          throw new Error(`No functions run here, so ${functionName} cannot be invoked.`);
        }),
    },
  });

  const deliver: LocalAws['deliver'] = async (accountId, recordRegion, record) => {
    organization.records.push({ accountId, region: recordRegion, record });
    if (Buffer.byteLength(JSON.stringify(record)) > largestRecordBytes) return 'too-large';
    const key = busKey(accountId, recordRegion, 'default');
    if (!organization.buses.has(key)) {
      organization.buses.set(key, eventBus(accountId, recordRegion, 'default'));
    }
    const id = random.uuid();
    await putEvent(key, wrapRecord(record, { accountId, region: recordRegion, id }));
    return 'delivered';
  };

  const server = createServer(
    door({
      organization,
      putEvent,
      faults,
      calls,
      sqs,
      dynamoDb,
      record(record, accountId, recordRegion) {
        const delivery = deliver(accountId, recordRegion, record).finally(() =>
          background.delete(delivery),
        );
        background.add(delivery);
      },
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}`;
  for (const [name, attributes] of Object.entries(options.queues ?? {})) {
    await sqs.createQueue(name, attributes);
  }

  const credentials: LocalAws['credentials'] = (
    accountId,
    roleName = 'Administrator',
    sessionName = 'local',
  ) => {
    const role = organization.accounts.get(accountId)?.iam.roles.get(roleName);
    return issueSession(organization, {
      accountId,
      roleName,
      roleArn: roleArn(accountId, role ?? { path: '/', roleName }),
      roleId: role?.roleId ?? issuePrincipalId('AROA', random),
      sessionName,
      durationSeconds: yearSeconds,
    }).credentials;
  };

  return {
    url,
    region,
    organization,
    clock,
    calls,
    deliveries,
    faults,
    sqs,
    dynamoDb,
    credentials,
    deliver,
    environment(accountId, roleName, sessionName) {
      const own = credentials(accountId, roleName, sessionName);
      return {
        AWS_ENDPOINT_URL: url,
        ...Object.fromEntries(endpointServices.map((name) => [`AWS_ENDPOINT_URL_${name}`, url])),
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: own.accessKeyId,
        AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
        AWS_SESSION_TOKEN: own.sessionToken,
      };
    },
    async advance(milliseconds) {
      clock.advance(milliseconds);
      await sqs.advance(milliseconds);
    },
    async settled() {
      while (background.size > 0) await Promise.all(background);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await Promise.all([sqs.close(), dynamoDb.close(), once(server, 'close')]);
    },
  };
};
