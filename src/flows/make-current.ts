import type { KeyCase } from '../core/keys/key-case.ts';
import { waitingCase } from '../core/keys/rotation-changes.ts';
import type { Successor } from '../core/keys/rotation-state.ts';
import {
  successorCase,
  successorException,
  successorKey,
  takenUnderException,
} from '../core/keys/successor-case.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { exceptionEntry } from './exception-record.ts';
import type { FlowOutcome } from './ports.ts';
import {
  announceCase,
  noteRotation,
  outcomeOf,
  type RotationStory,
  takeOn,
} from './rotation-story.ts';
import { updateCase } from './update-case.ts';

/**
 * Makes the successor current, puts it under the exception of the key it follows, and has its consumer
 * told. Each part may be done again: a run that died goes on here without the secret.
 */
export const makeCurrent = async (story: RotationStory, keyCase: KeyCase): Promise<FlowOutcome> => {
  const { rotation } = keyCase;
  if (rotation?.step !== 'verified') {
    throw new LastkeyError(
      'case-changed',
      `The rotation of ${keyCase.key.accessKeyId} is ${rotation?.step ?? 'not under way'}, expected verified. It will be looked at again.`,
      { retry: 'yes' },
    );
  }
  const { secret, successor } = rotation;
  await noteRotation(story, 'act.intended', { act: 'make current', secretArn: secret.arn });
  await story.account.secrets.makeCurrent(secret);
  await noteRotation(story, 'act.done', {
    act: 'make current',
    secretArn: secret.arn,
    versionId: secret.versionId,
  });
  await carryException(story, keyCase, successor);
  await openSuccessor(story, keyCase, successor);
  const now = story.ports.clock.now();
  const waiting = await takeOn(story, 'verified', (each) =>
    each.rotation?.step === 'verified'
      ? waitingCase(each, each.rotation, story.rules.rotation.idleDays, now)
      : each,
  );
  await announceCase(story, waiting);
  return outcomeOf(story, 'made a successor');
};

const carryException = async (
  { ports, exception, now }: RotationStory,
  keyCase: KeyCase,
  successor: Successor,
): Promise<void> => {
  if (exception === undefined) return;
  const carried = successorException(exception, keyCase, successor, now);
  if (carried === undefined) return;
  await ports.ledger.append([exceptionEntry(carried, 'granted', 'lastkey', successor.createdAt)]);
  // Written before by a run that died: it is the same.
  await ports.exceptions.write(carried);
};

const openSuccessor = async (
  { ports, exception, now }: RotationStory,
  keyCase: KeyCase,
  successor: Successor,
): Promise<void> => {
  const opened = await ports.cases.writeCase(successorCase(keyCase, successor, exception, now));
  if (opened !== 'changed') return;
  await updateCase(ports.cases, successorKey(keyCase, successor), (found) =>
    takenUnderException(found, keyCase, exception, now),
  );
};
