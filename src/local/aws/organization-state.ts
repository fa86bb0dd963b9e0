import type { AccountSeed } from './account-seed.ts';
import type { Caller } from './caller.ts';
import type { CloudTrailRecord } from './cloudtrail/cloudtrail-record.ts';
import type { EventBusState } from './events/event-bus-state.ts';
import type { AccountState } from './iam/account-state.ts';
import { plantAccount } from './plant-account.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { ShiftedClock } from './shifted-clock.ts';

/** Everything the local organization holds, apart from tables and queues, which their engines hold. */
export interface OrganizationState {
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly accounts: Map<string, MemberAccountState>;
  /** Temporary credentials, by access key id. */
  readonly sessions: Map<string, Extract<Caller, { type: 'AssumedRole' }>>;
  /** By `<account>/<region>/<bus name>`. */
  readonly buses: Map<string, EventBusState>;
  /** Resource policies of queues, JSON text, by queue name. */
  readonly queuePolicies: Map<string, string[]>;
  /** What CloudTrail's event history holds, in order of arrival. */
  readonly records: RecordedEvent[];
  /** By `<account>/<region>/<name>`. */
  readonly parameters: Map<string, ParameterState>;
  /** By ARN. */
  readonly secrets: Map<string, SecretState>;
  readonly clock: ShiftedClock;
  readonly random: SeededRandom;
}

export interface RecordedEvent {
  readonly accountId: string;
  readonly region: string;
  readonly record: CloudTrailRecord;
}

export interface MemberAccountState {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly arn: string;
  readonly joinedAt: number;
  /** From the root down, without the account: `r-ab12`, `ou-ab12-prod`. */
  readonly units: readonly string[];
  state: NonNullable<AccountSeed['state']>;
  readonly iam: AccountState;
}

export interface ParameterState {
  readonly name: string;
  readonly arn: string;
  type: 'String' | 'StringList' | 'SecureString';
  value: string;
  version: number;
  modifiedAt: number;
}

export interface SecretState {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly versions: { readonly versionId: string; stages: string[]; readonly value: string }[];
  /** As `DescribeSecret` shows them. */
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

export const organizationState = (options: {
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly accounts: readonly AccountSeed[];
  readonly clock: ShiftedClock;
  readonly random: SeededRandom;
}): OrganizationState => {
  const { organizationId, managementAccountId, clock, random } = options;
  const now = clock.now();
  const accounts = new Map(
    options.accounts.map((seed) => [
      seed.accountId,
      {
        accountId: seed.accountId,
        name: seed.name,
        email: seed.email ?? `${seed.accountId}@aws.example`,
        arn: `arn:aws:organizations::${managementAccountId}:account/${organizationId}/${seed.accountId}`,
        joinedAt: now,
        units: seed.units ?? ['r-ab12'],
        state: seed.state ?? 'ACTIVE',
        iam: plantAccount(seed, now, random),
      },
    ]),
  );
  if (!accounts.has(managementAccountId)) {
    throw new Error(
      `The management account ${managementAccountId} is not among the accounts ${[...accounts.keys()].join(', ')}. Add it.`,
    );
  }
  return {
    organizationId,
    managementAccountId,
    accounts,
    clock,
    random,
    sessions: new Map(),
    buses: new Map(),
    queuePolicies: new Map(),
    records: [],
    parameters: new Map(),
    secrets: new Map(),
  };
};
