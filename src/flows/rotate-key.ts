import { exceptionFor } from '../core/keys/exception.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import { nextRotationStep } from '../core/keys/rotation.ts';
import {
  overCase,
  putOffCase,
  stuckCase,
  toldCase,
  withoutRotationStep,
} from '../core/keys/rotation-changes.ts';
import type { NextRotationStep, RotationLook } from '../core/keys/rotation-rules.ts';
import { successorKey } from '../core/keys/successor-case.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { addDays } from '../core/model/instant.ts';
import { claimed } from './claimed.ts';
import { disableRotatedKey } from './disable-rotated-key.ts';
import { makeCurrent } from './make-current.ts';
import { makeSuccessor } from './make-successor.ts';
import type { FlowOutcome } from './ports.ts';
import { rollBackSuccessor } from './roll-back-successor.ts';
import type { KeyMaker, RotationRequest } from './rotation-ports.ts';
import {
  announceCase,
  noteRotation,
  outcomeOf,
  type RotateKeyPorts,
  type RotateKeySettings,
  type RotationStory,
} from './rotation-story.ts';

/**
 * Takes the rotation of one key under an exception as far as it goes now: everything is read anew, one
 * step is decided, and the record exists before the act.
 */
export const rotateKey = (
  request: RotationRequest,
  ports: RotateKeyPorts,
  settings: RotateKeySettings,
): Promise<FlowOutcome> =>
  claimed(ports, 'rotate-key', request.id, async () => {
    const keyCase = await ports.cases.readCase(request.key);
    if (keyCase === null) {
      throw new LastkeyError(
        'no-case',
        `Nothing is known about key ${request.key.accessKeyId}, so it is not rotated.`,
        { retry: 'no' },
      );
    }
    const { story, look } = await readStory(request, keyCase, ports, settings);
    const step = nextRotationStep(keyCase, look, story.rules, story.now);
    return takeRotationStep(story, keyCase, step);
  });

const readStory = async (
  request: RotationRequest,
  keyCase: KeyCase,
  ports: RotateKeyPorts,
  { configuration, deployedMode }: RotateKeySettings,
): Promise<{ readonly story: RotationStory; readonly look: RotationLook }> => {
  const { key, place = unknownPlace(keyCase.key.accountId) } = keyCase;
  const { settings, mode } = settingsForKey(configuration, place);
  const now = ports.clock.now();
  // Unreadable is thrown: unknown is not "covered", and not "not covered" either.
  const exceptions = await ports.cases.exceptionsOf(key.accountId, key.userName);
  const exception = exceptionFor(exceptions, key.accessKeyId, now, keyCase.place);
  const account = await ports.accounts.rotating(key.accountId);
  const story: RotationStory = {
    request,
    ports,
    rules: {
      rotation: configuration.rotation,
      settings,
      mayAct: [deployedMode, mode, keyCase.mode].every((each) => each === 'enforce'),
    },
    account,
    exception,
    now,
  };
  return { story, look: await lookAt(account.keys, keyCase, exception) };
};

const lookAt = async (
  maker: KeyMaker,
  { key }: KeyCase,
  exception: RotationLook['exception'],
): Promise<RotationLook> => {
  const keys = await maker.accessKeys(key.userName);
  const listed = keys.known ? (keys.value ?? []) : [];
  const lastUses = await Promise.all(
    listed.map(async ({ accessKeyId }) => [accessKeyId, await maker.lastUse(accessKeyId)] as const),
  );
  return { keys, lastUses: new Map(lastUses), exception };
};

const takeRotationStep = async (
  story: RotationStory,
  keyCase: KeyCase,
  step: NextRotationStep,
): Promise<FlowOutcome> => {
  const { now } = story;
  switch (step.kind) {
    case 'none':
      return write(story, withoutRotationStep(keyCase), `nothing: ${step.why}`);
    case 'unknown':
      return whenUnknown(story, step);
    case 'wait':
      return write(story, { ...keyCase, nextStepAt: step.until }, `waits: ${step.why}`);
    case 'put-off':
      return write(story, putOffCase(keyCase, step, story.exception, now), `put off: ${step.why}`);
    case 'ask-person':
      return write(story, stuckCase(keyCase, step, now), `asks a person: ${step.why}`);
    case 'remind': {
      const later = { ...keyCase, nextStepAt: addDays(now, 1) };
      return write(story, toldCase(later, step.notice, now), 'reminded');
    }
    case 'over':
      return write(story, overCase(keyCase, step.because, now), `over: ${step.because}`);
    case 'start':
    case 'roll-back':
    case 'make-current':
    case 'disable-old':
      return act(story, keyCase, step);
  }
};

/** The steps that change something: two switches say so, and the stop switch is read right before. */
const act = async (
  story: RotationStory,
  keyCase: KeyCase,
  step: Extract<NextRotationStep, { kind: 'start' | 'roll-back' | 'make-current' | 'disable-old' }>,
): Promise<FlowOutcome> => {
  const barred = await barredBy(story);
  if (barred !== undefined) {
    await noteRotation(story, 'act.stopped', { act: step.kind, why: barred });
    return outcomeOf(story, `waits: ${barred}`);
  }
  switch (step.kind) {
    case 'start':
      return makeSuccessor(story, keyCase, step.exception);
    case 'roll-back':
      return rollBackSuccessor(story, step.from, successorKey(keyCase, step.successor), step.why);
    case 'make-current':
      return makeCurrent(story, keyCase);
    case 'disable-old':
      return disableRotatedKey(story, keyCase, step.use);
  }
};

const barredBy = async ({ rules, ports }: RotationStory): Promise<string | undefined> => {
  if (!rules.mayAct) return 'lastkey only observes here';
  const stopSwitch = await ports.stopSwitch.read();
  return stopSwitch.state === 'stop' ? stopSwitch.why : undefined;
};

/** What a later attempt may read is tried again; what it may not is left until tomorrow, and recorded. */
const whenUnknown = async (
  story: RotationStory,
  { what, retry }: Extract<NextRotationStep, { kind: 'unknown' }>,
): Promise<FlowOutcome> => {
  if (retry === 'yes') {
    throw new LastkeyError(
      'last-look-unavailable',
      `The rotation could not read ${what}. Nothing was done; it will be tried again.`,
      { retry: 'yes' },
    );
  }
  await noteRotation(story, 'act.stopped', { act: 'rotate', why: `could not read ${what}` });
  return outcomeOf(story, `nothing: could not read ${what}`);
};

const write = async (story: RotationStory, next: KeyCase, did: string): Promise<FlowOutcome> => {
  await noteRotation(story, 'decision', { act: 'rotate', decision: did });
  const written = await story.ports.cases.writeCase(next);
  if (written === 'changed') {
    throw new LastkeyError(
      'case-changed',
      `The case of ${next.key.accessKeyId} changed while its rotation was decided. It will be decided again.`,
      { retry: 'yes' },
    );
  }
  await announceCase(story, written);
  return outcomeOf(story, did);
};
