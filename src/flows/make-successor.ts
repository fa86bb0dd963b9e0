import type { AccessKey } from '../core/keys/access-key.ts';
import type { ExceptionRecord } from '../core/keys/exception.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { intendedCase, putOffCase, steppedCase } from '../core/keys/rotation-changes.ts';
import { putOffDays } from '../core/keys/rotation-schedule.ts';
import type { Rotation, RotationAt, RotationStep } from '../core/keys/rotation-state.ts';
import { secretNameOf } from '../core/keys/secret-name.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { addDays } from '../core/model/instant.ts';
import { makeCurrent } from './make-current.ts';
import type { FlowOutcome } from './ports.ts';
import { rollBackSuccessor } from './roll-back-successor.ts';
import type { CreatedKey } from './rotation-ports.ts';
import {
  announceCase,
  noteRotation,
  outcomeOf,
  type RotationStory,
  takeOn,
} from './rotation-story.ts';

/**
 * Makes the successor of a key: intent, key, secret stored as pending, seen to work, then current and
 * told. Whatever fails after the key was made takes exactly that key away again: only this run has its
 * secret.
 */
export const makeSuccessor = async (
  story: RotationStory,
  keyCase: KeyCase,
  exception: ExceptionRecord,
): Promise<FlowOutcome> => {
  const { ports, request, rules, account, now } = story;
  const name = secretNameOf(rules.rotation.secretName, request.key.userName);
  const place = await prepared(story, name);
  if (place.kind === 'not-ours') return neverBegun(story, keyCase, place.why);
  const intended = await ports.cases.writeCase(intendedCase(keyCase, exception, now));
  if (intended === 'changed') {
    throw new LastkeyError(
      'case-changed',
      `The case of ${request.key.accessKeyId} changed before its rotation began. Nothing was made; it will be looked at again.`,
      { retry: 'yes' },
    );
  }
  await noteRotation(story, 'act.intended', { act: 'create successor', secretArn: place.arn });
  const created = await account.keys.createKey(request.key.userName);
  if (created.kind !== 'created') return notCreated(story, created);
  return withSecret(story, place.arn, created);
};

/** Before there is a key: most of what can be denied is denied here, where nothing is left behind. */
const prepared = async (
  { account, request, rules }: RotationStory,
  name: string,
): ReturnType<RotationStory['account']['secrets']['prepare']> => {
  try {
    return await account.secrets.prepare(name, request.key.userName, rules.rotation.kmsKeyId);
  } catch (error) {
    if (!(error instanceof LastkeyError) || error.retry === 'yes') throw error;
    return { kind: 'not-ours', why: error.message };
  }
};

/** The one stretch in which this process holds a secret. */
const withSecret = async (
  story: RotationStory,
  arn: string,
  { key, secret }: Extract<CreatedKey, { kind: 'created' }>,
): Promise<FlowOutcome> => {
  const { account } = story;
  const successor = { accessKeyId: key.accessKeyId, createdAt: key.createdAt };
  let at: RotationStep = 'intended';
  const write = async <Step extends 'created' | 'stored' | 'verified'>(
    step: Omit<RotationAt<Step>, 'id' | 'startedAt' | 'failures' | 'stepAt'>,
  ): Promise<KeyCase> => {
    const written = await takeOn(story, at, (each) =>
      steppedCase(each, stepped(story, each, step)),
    );
    at = step.step;
    return written;
  };
  let verified: KeyCase;
  try {
    await write<'created'>({ step: 'created', successor });
    await noteRotation(story, 'act.done', {
      act: 'create successor',
      successor: key.accessKeyId,
    });
    const stored = await account.secrets.putPending(arn, key, secret);
    await write<'stored'>({ step: 'stored', successor, secret: stored });
    await noteRotation(story, 'act.done', {
      act: 'store secret',
      secretArn: stored.arn,
      versionId: stored.versionId,
    });
    if (!(await account.keys.answersAs(key, secret))) {
      return await rollBackSuccessor(story, at, key, 'the successor did not work in time');
    }
    const verifiedAt = story.ports.clock.now();
    verified = await write<'verified'>({ step: 'verified', successor, secret: stored, verifiedAt });
  } catch (error) {
    return undone(story, at, key, error);
  }
  return makeCurrent(story, verified);
};

/** What began the rotation stays; the step and its time change. */
const stepped = ({ ports }: RotationStory, { rotation }: KeyCase, step: object): Rotation =>
  ({ ...rotation, ...step, stepAt: ports.clock.now() }) as Rotation;

const undone = async (
  story: RotationStory,
  at: RotationStep,
  successor: AccessKey,
  error: unknown,
): Promise<FlowOutcome> => {
  const why = error instanceof LastkeyError ? error.message : 'an unexpected error';
  const outcome = await rollBackSuccessor(story, at, successor, why).catch((failure: unknown) => {
    throw withoutText(story, failure);
  });
  if (error instanceof LastkeyError) return outcome;
  throw withoutText(story, error);
};

/**
 * An error that is not ours may hold anything: its text goes nowhere, as a secret was in reach of what
 * threw it. Ours are made without.
 */
const withoutText = ({ request }: RotationStory, error: unknown): LastkeyError =>
  error instanceof LastkeyError
    ? error
    : new LastkeyError(
        'rotation-failed',
        `The rotation of ${request.key.accessKeyId} met an unexpected error (${error instanceof Error ? error.name : typeof error}) and took its successor back, or says in the case that it could not. The error's text is left out, as a secret was in reach. Report it.`,
        { retry: 'yes' },
      );

const notCreated = async (
  story: RotationStory,
  { kind, ...refusal }: Exclude<CreatedKey, { kind: 'created' }>,
): Promise<FlowOutcome> => {
  const why =
    kind === 'limit'
      ? 'IAM has no room for another key of this user; inactive keys count'
      : 'why' in refusal
        ? refusal.why
        : 'IAM refused';
  await noteRotation(story, 'act.stopped', { act: 'create successor', why });
  const until = addDays(story.now, kind === 'limit' ? putOffDays : 1);
  const written = await takeOn(story, 'intended', (each) =>
    putOffCase(
      each,
      {
        kind: 'put-off',
        until,
        why,
        notice: {
          kind: 'not-rotated',
          cause: each.rotation?.id ?? story.request.id,
          details: { why },
        },
      },
      story.exception,
      story.now,
    ),
  );
  await announceCase(story, written);
  return outcomeOf(story, `nothing: ${why}`);
};

const neverBegun = async (
  story: RotationStory,
  keyCase: KeyCase,
  why: string,
): Promise<FlowOutcome> => {
  await noteRotation(story, 'act.stopped', { act: 'rotate', why });
  const written = await story.ports.cases.writeCase(
    putOffCase(
      keyCase,
      {
        kind: 'put-off',
        until: addDays(story.now, putOffDays),
        why,
        notice: {
          kind: 'not-rotated',
          cause: `${keyCase.key.createdAt}/${why}`.slice(0, 200),
          details: { why },
        },
      },
      story.exception,
      story.now,
    ),
  );
  if (written !== 'changed') await announceCase(story, written);
  return outcomeOf(story, `nothing: ${why}`);
};
