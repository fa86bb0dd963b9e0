import { accessKeyName } from '../../core/keys/access-key.ts';
import type { KeyCase } from '../../core/keys/key-case.ts';
import { noticeId } from '../../core/keys/notices.ts';
import { InputError } from '../../core/model/errors.ts';
import type { Instant } from '../../core/model/instant.ts';
import { loadConfiguration } from '../configuration.ts';
import { findCase } from '../hub/find-case.ts';
import { connectHub, type HubWorld } from '../hub/hub-world.ts';
import { parseTarget } from '../hub/key-target.ts';
import { exitCodes, type Io } from '../output.ts';

export interface RestoreOptions {
  /** `AKIA…` or `111122223333/user/AKIA…` */
  readonly key: string;
  /** Seconds to wait for the outcome. */
  readonly wait: number;
  readonly json: boolean;
  readonly config?: string;
}

/** What came of the request, as the case tells it. */
interface Outcome {
  readonly outcome: 'restored' | 'already-active' | 'not-restored' | 'unknown';
  readonly why: string;
  readonly keyCase: KeyCase;
}

/**
 * Asks the deployed responder to make a key Active again and waits for what comes of it. The key is
 * changed by the responder only, after its own look: these credentials never touch the account.
 * @returns 0 the key is Active; 3 it is not, or nobody knows yet
 */
export const restore = async (
  options: RestoreOptions,
  io: Io,
  world?: HubWorld,
): Promise<number> => {
  const target = parseTarget(options.key);
  if (target.kind !== 'key') {
    throw new InputError(
      `Name one key. Got "${options.key}", expected AKIA… or 111122223333/user-name/AKIA….`,
    );
  }
  const hub = world ?? connectHub(loadConfiguration(options.config).organization.hubRegion);
  const [keyCase, by] = await Promise.all([findCase(target, hub), hub.caller()]);
  const result = await ask(keyCase, by, hub, options.wait, io);
  print(result, by, options.json, io);
  return result.outcome === 'restored' || result.outcome === 'already-active'
    ? exitCodes.done
    : exitCodes.couldNotFinish;
};

const ask = async (
  keyCase: KeyCase,
  by: string,
  hub: HubWorld,
  waitSeconds: number,
  io: Io,
): Promise<Outcome> => {
  if (keyCase.stage !== 'disabled') {
    const isActive = ['told', 'warned', 'due', 'restored', 'watched', 'excepted'].includes(
      keyCase.stage,
    );
    const why = `lastkey has it as ${keyCase.stage}, not as disabled: there is nothing to restore`;
    return { outcome: isActive ? 'already-active' : 'not-restored', why, keyCase };
  }
  const id = `command/${hub.newId()}`;
  await hub.responses.request({
    id,
    key: keyCase.key,
    act: 'restore',
    because: { kind: 'command', by },
    at: hub.clock.now(),
  });
  io.note(`lastkey: asked to restore ${accessKeyName(keyCase.key)}; waiting for the responder.`);
  return waitFor(id, keyCase, hub, waitSeconds, io);
};

const lookEveryMs = 1_000;

const waitFor = async (
  id: string,
  before: KeyCase,
  hub: HubWorld,
  waitSeconds: number,
  io: Io,
): Promise<Outcome> => {
  let keyCase = before;
  for (let waited = 0; waited < waitSeconds; waited += 1) {
    await hub.pause(lookEveryMs);
    keyCase = (await hub.cases.readCase(before.key)) ?? keyCase;
    const outcome = outcomeOf(id, keyCase);
    if (outcome !== undefined) return outcome;
    if (waited % 10 === 9) io.note(`lastkey: still waiting, ${waited + 1} seconds.`);
  }
  const why = `the responder had not answered after ${waitSeconds} seconds; it may still do it. See the alarms of lastkey-respond`;
  return { outcome: 'unknown', why, keyCase };
};

const outcomeOf = (id: string, keyCase: KeyCase): Outcome | undefined => {
  const said = (kind: 'restored' | 'over-cap' | 'not-disabled') =>
    keyCase.notices.find((notice) => notice.id === noticeId(kind, id));
  if (said('restored') !== undefined || keyCase.stage === 'restored') {
    return { outcome: 'restored', why: 'the key was read as Active after the change', keyCase };
  }
  const stopped = said('over-cap') ?? said('not-disabled');
  return stopped === undefined
    ? undefined
    : { outcome: 'not-restored', why: stopped.details['why'] ?? stopped.kind, keyCase };
};

const print = ({ outcome, why, keyCase }: Outcome, by: string, json: boolean, io: Io): void => {
  const disabled = keyCase.disabled;
  if (json) {
    const document = {
      version: 1,
      key: { ...keyCase.key },
      outcome,
      why,
      requestedBy: by,
      stage: keyCase.stage,
      ...(keyCase.dueAt === undefined ? {} : { dueAt: keyCase.dueAt as Instant }),
      disabled: disabled === undefined ? null : { ...disabled },
    };
    io.out(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  io.out(`${accessKeyName(keyCase.key)}: ${words[outcome]}. ${sentence(why)}\n`);
  if (outcome === 'restored') {
    io.out(
      `Asked for by ${by}. ${keyCase.dueAt === undefined ? '' : `Its clock starts again: due ${keyCase.dueAt}.`}\n`,
    );
  }
};

const words = {
  restored: 'Active again',
  'already-active': 'nothing to do',
  'not-restored': 'not restored',
  unknown: 'not known',
} as const;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
