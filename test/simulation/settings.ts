import { parseConfiguration } from '../../src/cli/configuration.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import type { AccountId } from '../../src/core/model/ids.ts';
import type { Random } from './random.ts';

export const approvers = ['UAPPROVER1', 'UAPPROVER2'] as const;
export const fallback = '#cloud-security';

/** How one organization has set lastkey up. */
export interface Settings {
  readonly configuration: Configuration;
  readonly deployedMode: 'observe' | 'enforce';
}

/**
 * @param excluded left out by the configuration
 * @param observed in observe mode by an override
 */
export const settingsOf = (
  random: Random,
  excluded: readonly AccountId[],
  observed: readonly AccountId[],
): Settings => {
  const isTight = random.chance(0.5);
  const window = random.chance(0.6)
    ? 'null'
    : '{ days: [Mon, Tue, Wed, Thu], hours: "09:00-16:00", timeZone: Europe/London }';
  const yaml = `version: 1
organization:
  id: o-exampleorgid
  hubAccount: "999988887777"
  hubRegion: us-east-1
  regions: [us-east-1]
  exclude: [${excluded.map((id) => `{ account: "${id}", by: Ana, reason: sandbox }`).join(', ')}]
mode: ${random.chance(0.93) ? 'enforce' : 'observe'}
keys:
  unusedDays: ${random.pick([5, 10, 15])}
  maxAgeDays: ${random.pick([30, 90])}
  newKeyGraceDays: ${random.pick([1, 2, 5, 7, 10])}
  warnDaysBefore: [${random.pick(['1', '7, 1', '3', '14, 7, 1', '2, 0', '30'])}]
  deleteDaysAfterDisable: ${random.pick(['null', '3', '8'])}
  window: ${window}
limits: { perRun: ${isTight ? 3 : 50}, perAccount: ${isTight ? 2 : 20}, percentOfAccount: ${isTight ? 20 : 100}, perOwner: ${isTight ? random.pick([1, 2]) : 20}, canary: ${random.pick([1, 3, 10])} }
exceptions: { maxDays: ${random.pick([10, 20])}, approvers: ["usergroup:S0CLOUDSEC"], tagKeys: [${random.chance(0.3) ? 'lastkey-exempt' : ''}] }
owners: { tagKeys: [owner], accounts: {}, fallback: "${fallback}" }
slack: { channel: "${random.chance(0.5) ? fallback : '#approvals'}", digest: "Mon 09:00" }
overrides: [${observed.map((id) => `{ where: { account: "${id}" }, keys: { mode: observe } }`).join(', ')}]
`;
  return {
    configuration: parseConfiguration(yaml, 'simulation'),
    deployedMode: random.chance(0.97) ? 'enforce' : 'observe',
  };
};
