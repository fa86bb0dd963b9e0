import type { Configuration } from '../src/core/model/configuration.ts';
import { InputError } from '../src/core/model/errors.ts';

/** What the stacks need to know at synthesis; the rest of the configuration travels beside the bundles. */
export interface Settings {
  readonly organizationId: string;
  readonly hubAccount: string;
  readonly hubRegion: string;
  /** Every region that members watch; the region of IAM's events comes first. */
  readonly regions: readonly string[];
  /** Issuers whose logins members do not forward: patterns with one `*`. */
  readonly ignoreIssuers: readonly string[];
  /** Organizational units, or the root, that get the member stack; asked for at deployment when empty. */
  readonly organizationalUnits: readonly string[];
  /** Where the runbooks are published, without a trailing slash. */
  readonly runbooks: string;
  /** When the weekly digest is sent: `Mon`, `09:00`, and in which time zone. */
  readonly digest: { readonly day: string; readonly time: string; readonly timeZone: string };
  /** Whether the respond role may delete keys, besides disabling and restoring them. */
  readonly mayDeleteKeys: boolean;
  /** Whether members have a role that may make successors of keys, and store their secrets. */
  readonly mayRotateKeys: boolean;
  /** ARN of the KMS key for those secrets; the account's own when absent. */
  readonly rotationKmsKey?: string;
  /** Whether members have a role that may write an OIDC provider's thumbprint list. */
  readonly mayRepairThumbprints: boolean;
}

/** The choices that are not in `lastkey.yaml` because they concern one deployment: CDK context. */
export interface DeploymentChoices {
  readonly organizationalUnits?: unknown;
  readonly runbooks?: unknown;
  readonly deleteKeys?: unknown;
  readonly repairThumbprints?: unknown;
  readonly rotateKeys?: unknown;
}

/** Where IAM, a global service, puts its events: one region per partition. */
export const iamEventRegions = ['us-east-1', 'us-gov-west-1', 'cn-north-1'] as const;

/** @throws InputError that lists every fault of the deployment's choices */
export const settingsOf = (
  configuration: Configuration,
  choices: DeploymentChoices = {},
): Settings => {
  const { organization, federation, rotation } = configuration;
  const units = choices.organizationalUnits ?? [];
  const runbooks = choices.runbooks ?? 'runbooks';
  const faults: string[] = [];
  if (!isUnitList(units)) {
    faults.push(
      `lastkey:organizational-units: got ${JSON.stringify(units)}, expected a list such as ["ou-ab12-34cd56ef"] or ["r-ab12"]`,
    );
  }
  if (typeof runbooks !== 'string' || runbooks.endsWith('/')) {
    faults.push(
      `lastkey:runbooks: got ${JSON.stringify(runbooks)}, expected an address without a slash at its end`,
    );
  }
  const yesOrNo = {
    'delete-keys': choices.deleteKeys,
    'repair-thumbprints': choices.repairThumbprints,
    'rotate-keys': choices.rotateKeys,
  };
  for (const [name, choice] of Object.entries(yesOrNo)) {
    if (![undefined, true, false, 'true', 'false'].some((each) => each === choice)) {
      faults.push(`lastkey:${name}: got ${JSON.stringify(choice)}, expected true or false`);
    }
  }
  if (faults.length > 0) {
    throw new InputError('The context of the CDK app is wrong. Correct cdk.json or --context.', [
      ...faults,
    ]);
  }
  return {
    organizationId: organization.id,
    hubAccount: organization.hubAccount,
    hubRegion: organization.hubRegion,
    regions: iamRegionFirst(organization.regions),
    ignoreIssuers: federation.ignoreIssuers,
    digest: digestOf(configuration),
    organizationalUnits: units as readonly string[],
    runbooks: runbooks as string,
    mayDeleteKeys: isYes(choices.deleteKeys),
    mayRepairThumbprints: isYes(choices.repairThumbprints),
    mayRotateKeys: isYes(choices.rotateKeys),
    ...(rotation.kmsKeyId === undefined ? {} : { rotationKmsKey: rotation.kmsKeyId }),
  };
};

/** In the time zone of the change window, where there is one: that is where the people are. */
const digestOf = ({ slack, keys }: Configuration): Settings['digest'] => {
  const [day = '', time = ''] = slack.digest.split(' ');
  return { day, time, timeZone: keys.window?.timeZone ?? 'UTC' };
};

const isYes = (choice: unknown): boolean => choice === true || choice === 'true';

const isUnitList = (units: unknown): units is readonly string[] =>
  Array.isArray(units) &&
  units.every(
    (unit) => typeof unit === 'string' && /^(ou-[0-9a-z]+-[0-9a-z]+|r-[0-9a-z]+)$/.test(unit),
  );

/**
 * The roles are made in that region only and the rules of the other regions name them. Without it
 * no key would be seen, so it is watched whether the configuration lists it or not.
 */
const iamRegionFirst = (regions: readonly string[]): readonly string[] => {
  const first =
    iamEventRegions.find((region) => regions.includes(region)) ??
    iamEventRegions.find((region) => partitionOf(region) === partitionOf(regions[0] ?? '')) ??
    'us-east-1';
  return [first, ...new Set(regions.filter((region) => region !== first))];
};

const partitionOf = (region: string): string =>
  region.startsWith('us-gov-') ? 'aws-us-gov' : region.startsWith('cn-') ? 'aws-cn' : 'aws';
