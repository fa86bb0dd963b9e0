import { pendingEvents } from '../core/events/case-event.ts';
import { capsFor } from '../core/keys/caps.ts';
import { disabledCase } from '../core/keys/case-changes.ts';
import { withDeletionDate } from '../core/keys/deletion.ts';
import { type ExceptionRecord, exceptionFor } from '../core/keys/exception.ts';
import { exceptedCase } from '../core/keys/exception-changes.ts';
import { isDisabledAtOnce } from '../core/keys/exposure.ts';
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
  wait,
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
  if (because.kind === 'due') {
    const exception = await exceptionNow(story, keyCase);
    if (exception !== undefined) return nowExcepted(story, exception);
  }
  const control = await ports.acting.responding(request.key.accountId);
  const anyway = because.kind === 'answer' && because.anyway;
  const [keys, lastUse] = await Promise.all([
    control.accessKeys(request.key.userName),
    control.lastUse(request.key.accessKeyId),
  ]);
  // A use of a public key may be that of whoever found it, and is no reason to leave it alone.
  const isAtOnce = because.kind === 'due' && isDisabledAtOnce(keyCase.reasons, story.keySettings);
  const since = anyway || isAtOnce ? undefined : keyCase.clockStartedAt;
  const look = lastLookBeforeDisable(keyCase.key, { keys, lastUse }, since);
  await note(story, 'last-look', lookBody(look));
  if (look.kind === 'already') return finishDisable(story, 'the key was already Inactive');
  if (look.kind !== 'go') return stoppedByLook(story, look);
  if (!story.mayAct) {
    return say(story, 'would-disable', { by: actorOf(request) }, (each) => quiet(each, 'due'));
  }
  const barred = await barredBy(story, keyCase);
  if (barred !== undefined) {
    // Who pressed a button is told; a key that was merely due waits quietly, and approvers are asked.
    return because.kind === 'due'
      ? wait(story, barred)
      : say(story, 'over-cap', { why: barred }, (each) => ({
          ...each,
          ...(each.dueAt === undefined ? {} : { nextStepAt: addDays(story.now, 1) }),
        }));
  }
  await note(story, 'act.intended', { act: 'disable', by: actorOf(request) });
  await control.setStatus(keyCase.key, 'Inactive');
  await verify(story, control, 'Inactive');
  return finishDisable(story, isAtOnce ? 'it is in public' : whyOf(request));
};

/** Granted since the key became due, or not taken into its case yet. Unreadable is thrown: no act. */
const exceptionNow = async (
  { ports, now }: Story,
  { key, place }: KeyCase,
): Promise<ExceptionRecord | undefined> =>
  exceptionFor(
    await ports.cases.exceptionsOf(key.accountId, key.userName),
    key.accessKeyId,
    now,
    place,
  );

const nowExcepted = async (story: Story, exception: ExceptionRecord): Promise<FlowOutcome> => {
  await note(story, 'act.stopped', { why: 'an exception covers the key', exception: exception.id });
  const written = await updateCase(story.ports.cases, story.request.key, (each) =>
    exceptedCase(each, exception, story.now),
  );
  if (written !== null) await story.ports.events.publish(pendingEvents(written));
  return { did: 'stopped: an exception covers the key', subject: nameOf(story.request) };
};

const finishDisable = async (story: Story, why: string): Promise<FlowOutcome> => {
  const { request, ports } = story;
  await note(story, 'act.done', { act: 'disable', by: actorOf(request), why });
  const act = { id: request.id, by: actorOf(request), why, at: ports.clock.now() };
  const written = await updateCase(ports.cases, request.key, (each) =>
    each.stage === 'disabled' ? each : withDeletionDate(disabledCase(each, act), story.keySettings),
  );
  await announce(story, written);
  return { did: 'disabled', subject: nameOf(request) };
};

/** The stop switch and the caps, read right before the act. */
export const barredBy = async (story: Story, keyCase: KeyCase): Promise<string | undefined> => {
  const { request, ports, settings, now } = story;
  const stopSwitch = await ports.stopSwitch.read();
  if (stopSwitch.state === 'stop') return stopSwitch.why;
  const { because } = request;
  const { limits } = settings.configuration;
  // An approver's word is the answer to "over the cap: stop and ask".
  if (because.kind === 'answer' && because.isApprover) return undefined;
  if (because.kind === 'due' && because.approvedBy !== undefined) return undefined;
  const { accountId } = request.key;
  const keysOfAccount =
    (await ports.keyCounts?.keysOf(accountId)) ?? (await ports.cases.countKeys(accountId));
  const caps = capsFor(limits, keyCase, keysOfAccount, because.kind !== 'due');
  if ((await ports.cases.spendCap(dayOf(now), caps)) === 'over') {
    return `the limits of today are reached (${describeCaps(caps)}); an approver can go on`;
  }
  return because.kind === 'due' && (await ports.limits.spendCanary(now, limits.canary)) === 'wait'
    ? `on the first day lastkey disables ${limits.canary} keys by itself`
    : undefined;
};

const mayStillBeDisabled = (keyCase: KeyCase): boolean =>
  ['told', 'warned', 'due', 'restored', 'watched', 'excepted'].includes(keyCase.stage);

const whyOf = ({ because }: ResponseRequest): string => {
  if (because.kind === 'answer') return 'asked for in Slack';
  if (because.kind === 'command') return 'asked for by command';
  return because.approvedBy === undefined
    ? 'unused until the due date'
    : 'unused until the due date; an approver said to go ahead over a limit';
};

const describeCaps = (caps: Readonly<Record<string, number>>): string =>
  Object.entries(caps)
    .map(([name, limit]) => `${limit} per ${name}`)
    .join(', ');
