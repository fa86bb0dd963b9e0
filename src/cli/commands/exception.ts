import { approvalContacts } from '../../core/events/approval-event.ts';
import { ownerOf } from '../../core/keys/caps.ts';
import type { ExceptionRecord, ExceptionScope } from '../../core/keys/exception.ts';
import {
  decideException,
  endedException,
  requestedException,
} from '../../core/keys/exception-changes.ts';
import { endOfDay, untilFault } from '../../core/messages/keep-for-now-view.ts';
import { leaveOutSecrets } from '../../core/messages/leave-out-secrets.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { InputError } from '../../core/model/errors.ts';
import { requestException } from '../../flows/request-exception.ts';
import { settleException } from '../../flows/settle-exception.ts';
import { loadConfiguration } from '../configuration.ts';
import { printException, printExceptions } from '../hub/exception-text.ts';
import { findCase } from '../hub/find-case.ts';
import { connectHub, type HubWorld } from '../hub/hub-world.ts';
import { parseTarget } from '../hub/key-target.ts';
import { exitCodes, type Io } from '../output.ts';

interface Common {
  readonly json: boolean;
  readonly config?: string;
}

export interface AddOptions extends Common {
  /** A key, `ACCOUNT/USER`, or `ACCOUNT` with `userPath` or `userTag`. */
  readonly target: string;
  readonly reason: string;
  readonly conditions: string;
  /** `2026-12-31` */
  readonly until: string;
  readonly owner?: string;
  readonly userPath?: string;
  readonly userTag?: string;
}

/**
 * Asks for an exception; the approvers are asked in Slack. Nothing is exempt by it yet.
 * @returns 0 asked; 1 there is an undecided request of the same scope
 */
export const addException = async (
  options: AddOptions,
  io: Io,
  world?: HubWorld,
): Promise<number> => {
  const { configuration, hub } = connect(options, world);
  const now = hub.clock.now();
  const fault = untilFault(options.until, now, configuration.exceptions.maxDays);
  const expiresAt = endOfDay(options.until);
  if (fault !== undefined || expiresAt === undefined) {
    throw new InputError(`--until: got "${options.until}". ${fault ?? 'Expected 2026-12-31.'}`);
  }
  for (const [name, text] of [
    ['reason', options.reason],
    ['conditions', options.conditions],
  ] as const) {
    if (text.trim().length < 10)
      throw new InputError(`--${name}: got "${text}", expected a sentence.`);
  }
  const [covered, requestedBy] = await Promise.all([coveredBy(options, hub), hub.caller()]);
  const exception = requestedException(
    {
      ...covered,
      id: hub.newId(),
      owner: options.owner ?? covered.owner,
      reason: leaveOutSecrets(options.reason.trim()),
      conditions: leaveOutSecrets(options.conditions.trim()),
      requestedBy,
      expiresAt,
    },
    now,
  );
  const asked = await requestException(exception, hub, approvalContacts(configuration));
  if (asked === 'open') {
    io.note(
      'lastkey: an exception of this scope is asked for already. See "lastkey exception list".',
    );
    return exitCodes.found;
  }
  printException(exception, options.json, io);
  if (!options.json)
    io.out('The approvers are asked. Nothing is exempt until one of them approves.\n');
  return exitCodes.done;
};

/** @returns 0 whatever there is */
export const listExceptions = async (
  options: Common & { readonly all: boolean },
  io: Io,
  world?: HubWorld,
): Promise<number> => {
  const { hub } = connect(options, world);
  const all = await hub.allExceptions();
  const shown = options.all
    ? all
    : all.filter(({ state }) => state === 'requested' || state === 'granted');
  printExceptions(
    [...shown].sort((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1)),
    options.json,
    io,
  );
  return exitCodes.done;
};

/** An approver who has no Slack at hand decides with AWS credentials: another person than who asked. */
export const decideByCommand = async (
  options: Common & { readonly id: string; readonly isGranted: boolean; readonly why?: string },
  io: Io,
  world?: HubWorld,
): Promise<number> => {
  const { configuration, hub } = connect(options, world);
  const [exception, by] = await Promise.all([find(options.id, hub), hub.caller()]);
  const decision = decideException(
    exception,
    {
      by,
      isGranted: options.isGranted,
      ...(options.why === undefined ? {} : { why: options.why }),
    },
    hub.clock.now(),
    configuration.exceptions.maxDays,
  );
  if (decision.kind === 'refused') throw new InputError(decision.say);
  const written = await settleException(decision.exception, hub, approvalContacts(configuration));
  printException(written, options.json, io);
  return exitCodes.done;
};

/** Ends an exception, or takes a request back; its keys are asked about again in the next run. */
export const endException = async (
  options: Common & { readonly id: string; readonly why: string },
  io: Io,
  world?: HubWorld,
): Promise<number> => {
  const { configuration, hub } = connect(options, world);
  const [exception, by] = await Promise.all([find(options.id, hub), hub.caller()]);
  if (exception.state !== 'requested' && exception.state !== 'granted') {
    throw new InputError(`Exception ${exception.id} is over already: ${exception.state}.`);
  }
  const over = endedException(
    exception,
    { by, why: leaveOutSecrets(options.why) },
    hub.clock.now(),
  );
  const written = await settleException(over, hub, approvalContacts(configuration));
  printException(written, options.json, io);
  return exitCodes.done;
};

const connect = (
  { config }: Common,
  world: HubWorld | undefined,
): { readonly configuration: Configuration; readonly hub: HubWorld } => {
  const configuration = loadConfiguration(config);
  return { configuration, hub: world ?? connectHub(configuration.organization.hubRegion) };
};

const find = async (id: string, hub: HubWorld): Promise<ExceptionRecord> => {
  const found = (await hub.allExceptions()).find((each) => each.id === id);
  if (found !== undefined) return found;
  throw new InputError(`There is no exception "${id}". "lastkey exception list --all" lists them.`);
};

const coveredBy = async (
  { target: text, userPath, userTag, owner }: AddOptions,
  hub: HubWorld,
): Promise<Pick<ExceptionRecord, 'accountId' | 'accountName' | 'scope' | 'owner'>> => {
  const target = parseTarget(text);
  if (target.kind === 'key') {
    const { key, accountName, ...keyCase } = await findCase(target, hub);
    const { accountId, userName, accessKeyId, createdAt } = key;
    const scope = { kind: 'key', userName, accessKeyId, createdAt } as const;
    return { accountId, accountName, scope, owner: ownerOf({ key, accountName, ...keyCase }) };
  }
  const scope = scopeOf(target, userPath, userTag);
  if (owner === undefined) {
    throw new InputError(
      '--owner: expected who answers for these keys: a Slack #channel or an e-mail address.',
    );
  }
  const { accountId } = target;
  const [known] = await hub.accountCases.ofAccount(accountId);
  return { accountId, accountName: known?.accountName ?? accountId, scope, owner };
};

const scopeOf = (
  target: Exclude<ReturnType<typeof parseTarget>, { kind: 'key' }>,
  userPath: string | undefined,
  userTag: string | undefined,
): ExceptionScope => {
  if (target.kind === 'user') return { kind: 'user', userName: target.userName };
  if ((userPath === undefined) === (userTag === undefined)) {
    throw new InputError(
      'A whole account cannot be exempt. Give --user-path or --user-tag (one of them), a user as 111122223333/user-name, or a key.',
    );
  }
  return {
    kind: 'workload',
    where: userPath === undefined ? { userTag: userTag ?? '' } : { userPath },
  };
};
