import { capsFor } from '../core/keys/caps.ts';
import { disabledCase } from '../core/keys/case-changes.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { lastLookBeforeDisable } from '../core/keys/last-look.ts';
import { isTold } from '../core/keys/notices.ts';
import { addDays, dayOf } from '../core/model/instant.ts';
import type { FlowOutcome, ResponseRequest } from './ports.ts';
import {
  actorOf,
  announce,
  lookBody,
  nameOf,
  note,
  quiet,
  type Story,
  say,
  stop,
  stoppedByLook,
  verify,
} from './response-story.ts';
import { updateCase } from './update-case.ts';

/** Makes one key Inactive: last look, mode, caps, record, act, verify, record, tell. */
export const disableKey = async (story: Story, keyCase: KeyCase): Promise<FlowOutcome> => {
  const { request, ports } = story;
  const { because } = request;
  if (!mayStillBeDisabled(keyCase)) return stop(story, keyCase, `the case is ${keyCase.stage}`);
  if (because.kind === 'due' && !isTold(keyCase)) {
    return stop(story, keyCase, 'a warning has not been delivered');
  }
  if (because.kind === 'due' && keyCase.dueAt !== because.dueAt) {
    return stop(story, keyCase, 'the due date has moved');
  }
  const control = await ports.acting.responding(request.key.accountId);
  const anyway = because.kind === 'answer' && because.anyway;
  const [keys, lastUse] = await Promise.all([
    control.accessKeys(request.key.userName),
    control.lastUse(request.key.accessKeyId),
  ]);
  const since = anyway ? undefined : keyCase.clockStartedAt;
  const look = lastLookBeforeDisable(keyCase.key, { keys, lastUse }, since);
  await note(story, 'last-look', lookBody(look));
  if (look.kind === 'already') return finishDisable(story, 'the key was already Inactive');
  if (look.kind !== 'go') return stoppedByLook(story, look);
  if (!story.mayAct) {
    return say(story, 'would-disable', { by: actorOf(request) }, (each) => quiet(each, 'due'));
  }
  const barred = await barredBy(story, keyCase);
  if (barred !== undefined) {
    return say(story, 'over-cap', { why: barred }, (each) => ({
      ...each,
      ...(each.dueAt === undefined ? {} : { nextStepAt: addDays(story.now, 1) }),
    }));
  }
  await note(story, 'act.intended', { act: 'disable', by: actorOf(request) });
  await control.setStatus(keyCase.key, 'Inactive');
  await verify(story, control, 'Inactive');
  return finishDisable(story, whyOf(request));
};

const finishDisable = async (story: Story, why: string): Promise<FlowOutcome> => {
  const { request, ports } = story;
  await note(story, 'act.done', { act: 'disable', by: actorOf(request), why });
  const act = { id: request.id, by: actorOf(request), why, at: ports.clock.now() };
  const written = await updateCase(ports.cases, request.key, (each) =>
    each.stage === 'disabled' ? each : disabledCase(each, act),
  );
  await announce(story, written);
  return { did: 'disabled', subject: nameOf(request) };
};

/** The stop switch and the caps, read right before the act. */
const barredBy = async (story: Story, keyCase: KeyCase): Promise<string | undefined> => {
  const { request, ports, settings, now } = story;
  const stopSwitch = await ports.stopSwitch.read();
  if (stopSwitch.state === 'stop') return stopSwitch.why;
  const { because } = request;
  // An approver's click is the answer to "over the cap: stop and ask".
  if (because.kind === 'answer' && because.isApprover) return undefined;
  const knownKeys = await ports.cases.countKeys(request.key.accountId);
  const caps = capsFor(
    settings.configuration.limits,
    keyCase,
    knownKeys,
    because.kind === 'answer',
  );
  return (await ports.cases.spendCap(dayOf(now), caps)) === 'over'
    ? `the limits of today are reached (${describeCaps(caps)}); an approver can go on`
    : undefined;
};

const mayStillBeDisabled = (keyCase: KeyCase): boolean =>
  ['told', 'warned', 'due', 'restored', 'watched', 'excepted'].includes(keyCase.stage);

const whyOf = (request: ResponseRequest): string =>
  request.because.kind === 'answer' ? 'asked for in Slack' : 'unused until the due date';

const describeCaps = (caps: Readonly<Record<string, number>>): string =>
  Object.entries(caps)
    .map(([name, limit]) => `${limit} per ${name}`)
    .join(', ');
