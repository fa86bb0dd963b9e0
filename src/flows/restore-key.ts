import { restoredCase } from '../core/keys/case-changes.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { lastLookBeforeRestore } from '../core/keys/last-look.ts';
import type { FlowOutcome } from './ports.ts';
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
  verify,
} from './response-story.ts';
import { updateCase } from './update-case.ts';

/** Makes one key that lastkey disabled Active again, and verifies it. */
export const restoreKey = async (story: Story, keyCase: KeyCase): Promise<FlowOutcome> => {
  const { request, ports } = story;
  if (keyCase.stage !== 'disabled') return stop(story, keyCase, `the case is ${keyCase.stage}`);
  const control = await ports.acting.responding(request.key.accountId);
  const look = lastLookBeforeRestore(keyCase.key, await control.accessKeys(request.key.userName));
  await note(story, 'last-look', lookBody(look));
  if (look.kind !== 'go' && look.kind !== 'already') return stoppedByLook(story, look);
  if (look.kind === 'go') {
    const stopSwitch = await ports.stopSwitch.read();
    if (stopSwitch.state === 'stop') {
      return say(story, 'over-cap', { why: stopSwitch.why }, (each) => each);
    }
    await note(story, 'act.intended', { act: 'restore', by: actorOf(request) });
    await control.setStatus(keyCase.key, 'Active');
    await verify(story, control, 'Active');
  }
  await note(story, 'act.done', { act: 'restore', by: actorOf(request) });
  const act = { id: request.id, by: actorOf(request), at: ports.clock.now() };
  const written = await updateCase(ports.cases, request.key, (each) =>
    each.stage === 'disabled' ? restoredCase(each, act, story.keySettings) : each,
  );
  await announce(story, written);
  return { did: 'restored', subject: nameOf(request) };
};
