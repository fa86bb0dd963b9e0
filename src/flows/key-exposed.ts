import { pendingEvents } from '../core/events/case-event.ts';
import { exposureEvent } from '../core/events/exposure-event.ts';
import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { type AccessKey, type AccessKeyState, accessKeyName } from '../core/keys/access-key.ts';
import { exposedCase } from '../core/keys/exposed-case.ts';
import type { Exposure } from '../core/keys/exposure.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { claimed } from './claimed.ts';
import { lookCloser } from './closer-look.ts';
import type { ExposureReadings } from './exposure-ports.ts';
import { openExposedCase } from './open-exposed-case.ts';
import type {
  AccountNames,
  CaseTable,
  Clock,
  DomainEvents,
  FlowOutcome,
  Ledger,
  MemberAccounts,
} from './ports.ts';
import { readExposures, type SaidExposures } from './read-exposures.ts';
import { requireNoRetry } from './read-key-facts.ts';
import type { AccountList } from './sweep-ports.ts';
import { updateCase } from './update-case.ts';

export interface KeyExposedPorts {
  readonly clock: Clock;
  readonly members: MemberAccounts;
  readonly exposures: ExposureReadings;
  readonly names: AccountNames;
  readonly list: Pick<AccountList, 'read'>;
  readonly cases: CaseTable;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

/** AWS says that a key is in public: its case, its owner and the security channel hear of it at once. */
export const keyExposed = async (
  body: unknown,
  messageId: string,
  ports: KeyExposedPorts,
  configuration: Configuration,
): Promise<FlowOutcome> => {
  const read = await readExposures(body, messageId, ports);
  if (read.kind === 'settled') return read.outcome;
  const { said } = read;
  return claimed(ports, 'key-exposed', said.eventId, () =>
    takeExposures(said, ports, configuration),
  );
};

const takeExposures = async (
  said: SaidExposures,
  ports: KeyExposedPorts,
  configuration: Configuration,
): Promise<FlowOutcome> => {
  const { accountId, eventId, others } = said;
  const accountName = await ports.names.nameOf(accountId);
  const written: KeyCase[] = [];
  const lines: string[] = others.map((other) => `AWS names ${other}, which is no access key.`);
  for (const exposure of said.exposures) {
    const taken = await takeExposure(exposure, accountName, ports, configuration);
    written.push(...taken.cases);
    lines.push(...taken.lines);
  }
  const now = ports.clock.now();
  const subject = said.exposures[0]?.userName ?? said.exposures[0]?.accessKeyId ?? 'unknown';
  await ports.ledger.append([
    ledgerEntry('decision', said.at, eventId, 'key-exposed', `${accountId}/${subject}`, {
      decision: 'exposed',
      eventId,
      accountId,
      keys: written.map(({ key }) => accessKeyName(key)),
      said: lines,
    }),
  ]);
  const contacts = [configuration.slack.channel, configuration.owners.fallback];
  await ports.events.publish([
    ...written.flatMap((keyCase) => pendingEvents(keyCase, eventId)),
    exposureEvent(said, accountName, lines, contacts, now),
  ]);
  return { did: `exposed: ${written.length} keys`, subject: `${accountId}/${subject}` };
};

interface Taken {
  readonly cases: readonly KeyCase[];
  /** For the security channel: a sentence a key, and what could not be found out. */
  readonly lines: readonly string[];
}

const takeExposure = async (
  exposure: Exposure,
  accountName: string,
  ports: KeyExposedPorts,
  configuration: Configuration,
): Promise<Taken> => {
  const { accountId } = exposure;
  const name = exposure.accessKeyId ?? `a key of ${exposure.userName}`;
  const user = await userOf(exposure, ports);
  if ('why' in user) return { cases: [], lines: [`${name}: ${user.why}`] };
  const { userName } = user;
  const met = (await ports.cases.casesOfUser(accountId, userName)).filter(({ key }) =>
    isMeant(key, exposure),
  );
  const cases: KeyCase[] = [];
  for (const { key, place = unknownPlace(accountId) } of met) {
    const { settings } = settingsForKey(configuration, place);
    const written = await updateCase(ports.cases, key, (each) =>
      exposedCase(each, exposure, settings, ports.clock.now()),
    );
    if (written !== null) cases.push(written);
  }
  const opened = await openCases(exposure, userName, accountName, met, ports, configuration);
  const all = [...cases, ...opened.cases];
  const nothing = `${name} of ${userName}: no Active key and no case of it is left.`;
  const lines = [...all.map(lineOf), ...opened.lines];
  return { cases: all, lines: lines.length === 0 ? [nothing] : lines };
};

/** AWS Health names the key alone. */
const userOf = async (
  { accountId, userName, accessKeyId }: Exposure,
  ports: KeyExposedPorts,
): Promise<{ readonly userName: string } | { readonly why: string }> => {
  if (userName !== undefined) return { userName };
  if (accessKeyId === undefined) return { why: 'neither a user nor a key is named.' };
  const user = await (await ports.exposures.reading(accountId)).userOfKey(accessKeyId);
  requireNoRetry([user]);
  if (!user.known) return { why: `whose key it is could not be read (${user.reason}).` };
  return user.value === null ? { why: 'the account has no such key.' } : { userName: user.value };
};

/** A key that was made after the quarantine is not the one that was found. */
const isMeant = (
  { accessKeyId, createdAt }: Pick<AccessKey, 'accessKeyId' | 'createdAt'>,
  exposure: Exposure,
): boolean =>
  exposure.accessKeyId === undefined
    ? createdAt <= exposure.at
    : accessKeyId === exposure.accessKeyId;

/** Cases for the keys that have none: Active ones, read as the sweep reads them. */
const openCases = async (
  exposure: Exposure,
  userName: string,
  accountName: string,
  met: readonly KeyCase[],
  ports: KeyExposedPorts,
  configuration: Configuration,
): Promise<Taken> => {
  const { accountId } = exposure;
  const member = await ports.members.reading(accountId);
  const keys = await member.accessKeys(userName);
  requireNoRetry([keys]);
  if (!keys.known) {
    return { cases: [], lines: [`The keys of ${userName} could not be read (${keys.reason}).`] };
  }
  const isNew = (key: AccessKeyState): boolean =>
    key.status === 'Active' &&
    isMeant(key, exposure) &&
    !met.some((each) => each.key.accessKeyId === key.accessKeyId);
  if (!(keys.value ?? []).some(isNew)) return { cases: [], lines: [] };
  const listed = await ports.list.read(accountId);
  const looked = await lookCloser(userName, { accountId, ous: listed?.ous }, member, ports);
  const cases: KeyCase[] = [];
  for (const each of looked) {
    const { status } = each.facts;
    if (!status.known || !isNew({ ...each.key, status: status.value })) continue;
    cases.push(
      await openExposedCase(each, exposure, { accountName, member }, ports, configuration),
    );
  }
  return { cases, lines: [] };
};

const lineOf = ({ key, stage, mode, dueAt }: KeyCase): string => {
  const name = `${key.accessKeyId} of ${key.userName}`;
  if (stage === 'disabled') return `${name}: it is disabled already.`;
  if (stage === 'excepted') return `${name}: an exception covers it, so lastkey leaves it Active.`;
  if (dueAt === undefined) return `${name}: a person has to disable it.`;
  return `${name}: ${mode === 'enforce' ? 'lastkey disables it' : 'lastkey only observes and would disable it'} at ${dueAt}.`;
};
