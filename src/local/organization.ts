import { readFileSync } from 'node:fs';
import type { AccountSeed } from './aws/account-seed.ts';
import { findAccessKey } from './aws/iam/find-access-key.ts';
import type { MemberAccountState } from './aws/organization-state.ts';
import { findSecretByName } from './aws/secrets-manager/find-secret.ts';
import { storeSecretValue } from './aws/secrets-manager/store-secret-value.ts';
import type { LocalAws } from './aws/start-aws.ts';
import { startAws } from './aws/start-aws.ts';
import type { DeployedStack } from './aws/template/deploy-stack.ts';
import { deployStack } from './aws/template/deploy-stack.ts';
import type { Template } from './aws/template/template.ts';
import type { Functions } from './functions/start-functions.ts';
import { startFunctions } from './functions/start-functions.ts';

export interface OrganizationOptions {
  /** Synthesized templates, or the paths of their files. */
  readonly templates: { readonly hub: Template | string; readonly member: Template | string };
  /** `dist/functions` */
  readonly functionsFolder: string;
  readonly accounts: readonly AccountSeed[];
  /** Where the hub is deployed; the first account when absent. */
  readonly hubAccountId?: string;
  /** The first account when absent. */
  readonly managementAccountId?: string;
  readonly organizationId?: string;
  /** `us-east-1` when absent. */
  readonly hubRegion?: string;
  /** Regions that the member stack is deployed to in every account; the hub's when absent. */
  readonly regions?: readonly string[];
  readonly parameters?: {
    readonly hub?: Readonly<Record<string, string>>;
    readonly member?: Readonly<Record<string, string>>;
  };
  /** The functions' `configuration.json`; the one that was built when absent. */
  readonly configuration?: unknown;
  /** For every function, such as `SLACK_API_URL`; wins over the template. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Values of the hub's secrets, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** When the organization's time starts; now when absent. */
  readonly clock?: { readonly startAt: string };
  /** 1 when absent. */
  readonly seed?: number;
  /** How many batches of one queue may be under way at once; 1 when absent. */
  readonly concurrency?: number;
}

/** A running organization: accounts, hub, functions. */
export interface LocalOrganization
  extends Pick<
      LocalAws,
      'calls' | 'credentials' | 'deliver' | 'deliveries' | 'environment' | 'faults'
    >,
    Pick<
      Functions,
      | 'deadLetters'
      | 'execute'
      | 'executions'
      | 'fire'
      | 'firing'
      | 'idle'
      | 'invocations'
      | 'invoke'
      | 'logs'
    > {
  readonly endpoints: {
    /** Every AWS service. */
    readonly aws: string;
    /** The hub's HTTP API, where Slack posts clicks. */
    readonly api: string;
  };
  readonly hub: DeployedStack;
  /** The live state of an account. */
  account(accountId: string): MemberAccountState;
  /** Notes that a key was used, as its `GetAccessKeyLastUsed` will say. */
  useAccessKey(
    accessKeyId: string,
    use: { readonly service: string; readonly region: string },
  ): void;
  readonly time: {
    /** Milliseconds since the epoch. */
    now(): number;
    /** Moves the clock of accounts, queues and functions on. */
    advance(milliseconds: number): Promise<void>;
  };
  readonly tables: {
    /** All items of a table of the hub, as plain values. @param name in AWS, or the end of it */
    items(name: string): Promise<readonly Record<string, unknown>[]>;
  };
  close(): Promise<void>;
}

/** Deploys the member template to every active account and the hub template to the hub, and runs them. */
export const startOrganization = async (
  options: OrganizationOptions,
): Promise<LocalOrganization> => {
  const hubAccountId = options.hubAccountId ?? options.accounts[0]?.accountId ?? '';
  const hubRegion = options.hubRegion ?? 'us-east-1';
  let functions: Functions | null = null;
  const aws = await startAws({
    accounts: options.accounts,
    hubAccountId,
    region: hubRegion,
    ...(options.managementAccountId === undefined
      ? {}
      : { managementAccountId: options.managementAccountId }),
    ...(options.organizationId === undefined ? {} : { organizationId: options.organizationId }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.clock === undefined ? {} : { startAt: new Date(options.clock.startAt).getTime() }),
    invoke: async (functionName, event) => {
      await functions?.invokeAsynchronously(functionName, event);
    },
  });
  try {
    const hub = await deployStack(aws, {
      template: templateOf(options.templates.hub),
      stackName: 'lastkey-hub',
      accountId: hubAccountId,
      region: hubRegion,
      parameters: options.parameters?.hub ?? {},
    });
    await deployMembers(aws, options, hubRegion);
    for (const [name, value] of Object.entries(options.secrets ?? {})) {
      storeSecretValue(aws.organization, findSecretByName(aws.organization, name), value);
    }
    functions = await startFunctions({
      aws,
      stack: hub,
      functionsFolder: options.functionsFolder,
      configuration: options.configuration,
      environment: options.environment ?? {},
      concurrency: options.concurrency ?? 1,
    });
    return localOrganization(aws, hub, functions);
  } catch (error) {
    await aws.close();
    throw error;
  }
};

const templateOf = (template: Template | string): Template =>
  typeof template === 'string'
    ? (JSON.parse(readFileSync(template, 'utf8')) as Template)
    : template;

const deployMembers = async (
  aws: LocalAws,
  options: OrganizationOptions,
  hubRegion: string,
): Promise<void> => {
  const template = templateOf(options.templates.member);
  for (const { accountId, state } of aws.organization.accounts.values()) {
    if (state !== 'ACTIVE') continue;
    for (const region of options.regions ?? [hubRegion]) {
      await deployStack(aws, {
        template,
        stackName: 'lastkey-member',
        accountId,
        region,
        parameters: options.parameters?.member ?? {},
      });
    }
  }
};

const localOrganization = (
  aws: LocalAws,
  hub: DeployedStack,
  functions: Functions,
): LocalOrganization => {
  const account = (accountId: string): MemberAccountState => {
    const found = aws.organization.accounts.get(accountId);
    if (found) return found;
    const known = [...aws.organization.accounts.keys()].join(', ');
    throw new Error(`There is no account ${accountId}; the organization has ${known}.`);
  };
  return {
    endpoints: { aws: aws.url, api: functions.url },
    hub,
    account,
    calls: aws.calls,
    credentials: aws.credentials,
    deliver: aws.deliver,
    deliveries: aws.deliveries,
    environment: aws.environment,
    faults: aws.faults,
    deadLetters: functions.deadLetters,
    execute: functions.execute,
    executions: functions.executions,
    fire: functions.fire,
    firing: functions.firing,
    idle: functions.idle,
    invocations: functions.invocations,
    invoke: functions.invoke,
    logs: functions.logs,
    time: { now: aws.clock.now, advance: aws.advance },
    useAccessKey(accessKeyId, use) {
      for (const { iam } of aws.organization.accounts.values()) {
        const found = findAccessKey(iam, accessKeyId);
        if (!found) continue;
        found.key.lastUsed = { at: aws.clock.now(), ...use };
        return;
      }
      throw new Error(`There is no access key ${accessKeyId} in the organization.`);
    },
    tables: {
      async items(name) {
        const table = hub.resources.find(
          ({ type, ref }) =>
            type === 'AWS::DynamoDB::Table' && (ref === name || ref.endsWith(`-${name}`)),
        );
        if (!table) throw new Error(`The hub has no table ${name}.`);
        return aws.dynamoDb.items(table.ref);
      },
    },
    close: functions.close,
  };
};
