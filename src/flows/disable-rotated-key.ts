import type { LastUse } from '../core/keys/access-key.ts';
import { withDeletionDate } from '../core/keys/deletion.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { rotatedCase } from '../core/keys/rotation-changes.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { FlowOutcome } from './ports.ts';
import {
  announceCase,
  noteRotation,
  outcomeOf,
  type RotationStory,
  takeOn,
} from './rotation-story.ts';

/**
 * Makes the old key Inactive, once its successor is in use and it has been idle: record, act, verify, record, tell. It can be undone like any other.
 */
export const disableRotatedKey = async (
  story: RotationStory,
  keyCase: KeyCase,
  successorUse: LastUse,
): Promise<FlowOutcome> => {
  const { ports, request, account, rules } = story;
  await noteRotation(story, 'act.intended', {
    act: 'disable',
    successorUsedAt: successorUse.at,
    service: successorUse.service,
  });
  await account.keys.disable(keyCase.key);
  await verifyInactive(story);
  await noteRotation(story, 'act.done', { act: 'disable' });
  const act = {
    id: request.id,
    by: 'lastkey',
    why: `rotated: its successor is in use, and it has been idle for ${rules.rotation.idleDays} days`,
    at: ports.clock.now(),
  };
  const written = await takeOn(story, 'waiting', (each) =>
    each.rotation?.step === 'waiting'
      ? withDeletionDate(rotatedCase(each, each.rotation, act), rules.settings)
      : each,
  );
  await announceCase(story, written);
  return outcomeOf(story, 'disabled the old key');
};

/** IAM may show the old status for some seconds: one more look before calling it a failure. */
const verifyInactive = async ({ account, request: { key } }: RotationStory): Promise<void> => {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const keys = await account.keys.accessKeys(key.userName);
    if (!keys.known) continue;
    const state = keys.value?.find(({ accessKeyId }) => accessKeyId === key.accessKeyId);
    if (state?.status === 'Inactive') return;
  }
  throw new LastkeyError(
    'act-not-verified',
    `Key ${key.accessKeyId} was set to Inactive, but reading it again does not show that. It will be looked at again.`,
    { retry: 'yes' },
  );
};
