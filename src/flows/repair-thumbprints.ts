import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import type { Json, LedgerEntryType } from '../core/evidence/ledger-entry.ts';
import { judgeThumbprints } from '../core/federation/thumbprints/judge-thumbprints.ts';
import {
  isSameList,
  lookBeforeRepair,
  type ThumbprintRepair,
} from '../core/federation/thumbprints/thumbprint-repair.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import type {
  CaseTable,
  Clock,
  FlowOutcome,
  Issuers,
  Ledger,
  ProviderSightings,
  StopSwitch,
  VerificationMethods,
} from './ports.ts';
import { requireNoRetry } from './read-key-facts.ts';
import type { ProviderControl, RepairingAccounts } from './repair-ports.ts';

export interface RepairThumbprintsPorts {
  readonly clock: Clock;
  readonly accounts: RepairingAccounts;
  readonly issuers: Issuers;
  readonly methods: VerificationMethods;
  readonly sightings: ProviderSightings;
  readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release'>;
  readonly ledger: Ledger;
  readonly stopSwitch: StopSwitch;
}

export interface RepairSettings {
  readonly configuration: Pick<Configuration, 'federation' | 'mode'>;
  readonly deployedMode: 'observe' | 'enforce';
}

/**
 * Adds or removes thumbprints of one provider after looking again, or says why not. Nothing is taken
 * over from the request but what may be written: the list, the certificates and the doubts are read
 * anew, and the record exists before the change.
 */
export const repairThumbprints = (
  repair: ThumbprintRepair,
  ports: RepairThumbprintsPorts,
  settings: RepairSettings,
): Promise<FlowOutcome> =>
  claimed(ports, 'repair-thumbprints', repair.id, async () => {
    const barred = await barredBy(ports, settings);
    if (barred !== undefined) return stopped(repair, ports, barred);
    const control = await ports.accounts.repairing(repair.accountId);
    const read = await control.provider(repair.providerArn);
    requireNoRetry([read]);
    if (!read.known) return stopped(repair, ports, `it could not be read: ${read.reason}`);
    const proposal = await proposedNow(repair, read.value?.thumbprints ?? [], ports);
    const look = lookBeforeRepair(repair, read.value, proposal);
    if (look.kind === 'stop') return stopped(repair, ports, look.why);
    if (look.kind === 'go') {
      await note(repair, ports, 'act.intended', { from: repair.from, to: repair.to });
      await control.setThumbprints(repair.providerArn, repair.to);
      await verify(repair, control);
    }
    await note(repair, ports, 'act.done', { to: repair.to });
    return {
      did: `${repair.step === 'add' ? 'added to' : 'removed from'} the list`,
      subject: repair.providerArn,
    };
  });

/** Three yeses, and the switch, read right before. */
const barredBy = async (
  ports: RepairThumbprintsPorts,
  { configuration, deployedMode }: RepairSettings,
): Promise<string | undefined> => {
  if (deployedMode !== 'enforce' || configuration.mode !== 'enforce') return 'the mode is observe';
  if (configuration.federation.thumbprints !== 'repair') return 'repair is not configured';
  const stopSwitch = await ports.stopSwitch.read();
  return stopSwitch.state === 'stop' ? stopSwitch.why : undefined;
};

const proposedNow = async (
  repair: ThumbprintRepair,
  configured: readonly string[],
  ports: RepairThumbprintsPorts,
) => {
  const [observed, method, sighting] = await Promise.all([
    ports.issuers.observe(repair.issuer),
    ports.methods.newest(repair.providerArn),
    ports.sightings.read(repair.providerArn),
  ]);
  const judgement = judgeThumbprints({
    observed,
    configured,
    method: method ?? undefined,
    sighting: sighting ?? undefined,
    now: ports.clock.now(),
  });
  return judgement.loadBearing === true ? judgement.proposal : undefined;
};

const verify = async (repair: ThumbprintRepair, control: ProviderControl): Promise<void> => {
  const after = await control.provider(repair.providerArn);
  if (after.known && after.value !== null && isSameList(after.value.thumbprints, repair.to)) return;
  throw new LastkeyError(
    'act-not-verified',
    `The thumbprints of ${repair.providerArn} were written, but reading them again does not show it. They will be looked at again.`,
    { retry: 'yes' },
  );
};

const stopped = async (
  repair: ThumbprintRepair,
  ports: RepairThumbprintsPorts,
  why: string,
): Promise<FlowOutcome> => {
  await note(repair, ports, 'act.stopped', { why });
  return { did: `nothing: ${why}`, subject: repair.providerArn };
};

const note = (
  repair: ThumbprintRepair,
  ports: RepairThumbprintsPorts,
  type: LedgerEntryType,
  body: { readonly [key: string]: Json },
): Promise<void> =>
  ports.ledger.append([
    ledgerEntry(type, ports.clock.now(), repair.id, 'repair-thumbprints', repair.providerArn, {
      act: `${repair.step} thumbprints`,
      ...body,
    }),
  ]);
