import type { AccessKey } from '../core/keys/access-key.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { putOffCase, stuckCase } from '../core/keys/rotation-changes.ts';
import type { RotationStep } from '../core/keys/rotation-state.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { addDays } from '../core/model/instant.ts';
import type { FlowOutcome } from './ports.ts';
import {
  announceCase,
  noteRotation,
  outcomeOf,
  type RotationStory,
  takeOn,
} from './rotation-story.ts';

/**
 * Deletes exactly the successor that this rotation made and nobody was told of, and sees that it is
 * gone. When that fails, the key is named to a person and in the case.
 * @param from the step that the case is at
 */
export const rollBackSuccessor = async (
  story: RotationStory,
  from: RotationStep,
  successor: AccessKey,
  why: string,
): Promise<FlowOutcome> => {
  const { accessKeyId } = successor;
  const notRecorded = await noteRotation(story, 'act.intended', {
    act: 'roll back',
    successor: accessKeyId,
    why,
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const failure = await deleted(story, successor);
  // A ledger that is down must not leave a key behind whose secret is lost; the next run records it.
  if (notRecorded !== undefined) throw notRecorded;
  if (failure !== undefined) {
    await noteRotation(story, 'act.stopped', { act: 'roll back', why: failure });
    return tell(story, from, `the successor ${accessKeyId} is left`, (each) =>
      stuckCase(
        each,
        { kind: 'ask-person', keyIds: [accessKeyId], why: `${why}; and then ${failure}` },
        story.now,
      ),
    );
  }
  await noteRotation(story, 'act.done', { act: 'roll back', successor: accessKeyId });
  return tell(story, from, `rolled back: ${why}`, (each) =>
    putOffCase(
      each,
      {
        kind: 'put-off',
        until: addDays(story.now, 1),
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
};

/** Why it may still be there; `undefined`: it is gone. */
const deleted = async (
  { account: { keys } }: RotationStory,
  successor: AccessKey,
): Promise<string | undefined> => {
  try {
    await keys.deleteKey(successor);
    // IAM may list a deleted key for some seconds: one more look.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const listed = await keys.accessKeys(successor.userName);
      if (!listed.known) continue;
      if (listed.value?.some((each) => each.accessKeyId === successor.accessKeyId) !== true) {
        return undefined;
      }
    }
    return 'it could not be seen that it was deleted';
  } catch (error) {
    return error instanceof LastkeyError ? error.message : 'deleting it failed';
  }
};

const tell = async (
  story: RotationStory,
  from: RotationStep,
  did: string,
  change: (keyCase: KeyCase) => KeyCase,
): Promise<FlowOutcome> => {
  const written = await takeOn(story, from, change);
  await announceCase(story, written);
  return outcomeOf(story, did);
};
