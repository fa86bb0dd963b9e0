import { deletedByUs, withoutDates } from '../core/keys/deletion.ts';
import { exceptionFor } from '../core/keys/exception.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import {
  type LookBeforeDelete,
  lastLookBeforeDelete,
} from '../core/keys/last-look-before-delete.ts';
import { isToldOfDeletion } from '../core/keys/notices.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { addDays, type Instant } from '../core/model/instant.ts';
import { barredBy } from './disable-key.ts';
import type { FlowOutcome, KeyControl } from './ports.ts';
import {
  actorOf,
  announce,
  lookBody,
  nameOf,
  note,
  type Story,
  say,
  stop,
  stoppedByLook,
} from './response-story.ts';
import { updateCase } from './update-case.ts';

/**
 * Deletes one key that has been Inactive for as long as the configuration says: last look, mode,
 * caps, record, act, verify, record, tell. It cannot be undone, so whatever is not as it was when the
 * key was disabled stops it and takes the date away; the sweep may set another.
 */
export const deleteKey = async (story: Story, keyCase: KeyCase): Promise<FlowOutcome> => {
  const { request, ports, keySettings } = story;
  const { because } = request;
  const { disabled } = keyCase;
  if (keyCase.stage !== 'disabled' || disabled === undefined) {
    return stop(story, keyCase, `the case is ${keyCase.stage}`);
  }
  if (because.kind !== 'due' || keyCase.dueAt !== because.dueAt) {
    return stop(story, keyCase, 'the date of the deletion has moved');
  }
  if (keySettings.deleteDaysAfterDisable === null || keyCase.holder === 'root') {
    return stop(story, keyCase, 'such keys are never deleted');
  }
  if (!isToldOfDeletion(keyCase)) return stop(story, keyCase, 'a warning has not been delivered');
  // Unreadable is thrown: unknown is not "not exempt".
  const exceptions = await ports.cases.exceptionsOf(keyCase.key.accountId, keyCase.key.userName);
  const isCovered =
    exceptionFor(exceptions, keyCase.key.accessKeyId, story.now, keyCase.place) !== undefined;
  // What a rotation replaced is no longer what the exception is for: its successor is.
  if (isCovered && keyCase.rotation?.step !== 'done') {
    return notDeleted(story, 'an exception covers the key');
  }
  const control = await ports.acting.responding(request.key.accountId);
  const look = await lookAt(control, keyCase, disabled.at);
  await note(
    story,
    'last-look',
    look.kind === 'active' || look.kind === 'most-recent' ? { found: look.kind } : lookBody(look),
  );
  if (look.kind !== 'go') return stoppedBy(story, look);
  if (!story.mayAct) {
    return say(story, 'would-delete', { by: actorOf(request) }, withoutDates);
  }
  const barred = await barredBy(story, keyCase);
  if (barred !== undefined) {
    return say(story, 'not-deleted', { why: barred }, (each) => ({
      ...each,
      nextStepAt: addDays(story.now, 1),
    }));
  }
  await note(story, 'act.intended', { act: 'delete', by: actorOf(request) });
  try {
    await control.deleteKey(keyCase.key);
  } catch (error) {
    // The role may only delete where the deployment says so.
    if (error instanceof LastkeyError && error.retry === 'no') {
      return notDeleted(story, error.message);
    }
    throw error;
  }
  await verifyGone(story, control);
  return finish(story, disabled.at);
};

const lookAt = async (
  control: KeyControl,
  { key }: KeyCase,
  disabledAt: Instant,
): Promise<LookBeforeDelete> => {
  const keys = await control.accessKeys(key.userName);
  const ids = new Set([
    key.accessKeyId,
    ...(keys.known ? (keys.value ?? []) : []).map(({ accessKeyId }) => accessKeyId),
  ]);
  const lastUses = await Promise.all(
    [...ids].map(async (id) => [id, await control.lastUse(id)] as const),
  );
  return lastLookBeforeDelete(key, keys, new Map(lastUses), disabledAt);
};

const stoppedBy = async (
  story: Story,
  look: Exclude<LookBeforeDelete, { kind: 'go' }>,
): Promise<FlowOutcome> => {
  switch (look.kind) {
    case 'active':
      return notDeleted(story, 'it is not Inactive any more');
    case 'most-recent':
      return notDeleted(story, 'it is the most recently used key of the user');
    case 'used':
      return notDeleted(story, `it was used at ${look.use.at}, after it had been disabled`);
    case 'unknown':
      return look.retry === 'yes'
        ? stoppedByLook(story, look)
        : notDeleted(story, `could not read ${look.what}`);
    case 'gone':
    case 'different-key':
      return stoppedByLook(story, look);
  }
};

const notDeleted = (story: Story, why: string): Promise<FlowOutcome> =>
  say(story, 'not-deleted', { why }, withoutDates);

/** IAM may list a deleted key for some seconds: one more look before calling it a failure. */
const verifyGone = async ({ request }: Story, control: KeyControl): Promise<void> => {
  const { key } = request;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const keys = await control.accessKeys(key.userName);
    const isListed = keys.known
      ? keys.value?.some(({ accessKeyId }) => accessKeyId === key.accessKeyId)
      : true;
    if (isListed !== true) return;
  }
  throw new LastkeyError(
    'act-not-verified',
    `Key ${key.accessKeyId} was deleted, but reading the keys again does not show that. It will be looked at again.`,
    { retry: 'yes' },
  );
};

const finish = async (story: Story, disabledAt: Instant): Promise<FlowOutcome> => {
  const { request, ports } = story;
  const why = `disabled since ${disabledAt}`;
  await note(story, 'act.done', { act: 'delete', by: actorOf(request), why });
  const act = { id: request.id, by: actorOf(request), why, at: ports.clock.now() };
  const written = await updateCase(ports.cases, request.key, (each) =>
    each.stage === 'deleted' ? each : deletedByUs(each, act),
  );
  await announce(story, written);
  return { did: 'deleted', subject: nameOf(request) };
};
