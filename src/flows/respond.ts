import { pendingEvents } from '../core/events/case-event.ts';
import { keyEntry } from '../core/evidence/ledger-entries.ts';
import type { Json, LedgerEntryType } from '../core/evidence/ledger-entry.ts';
import { capsFor } from '../core/keys/caps.ts';
import { disabledCase, restoredCase, usedSinceWarning } from '../core/keys/case-changes.ts';
import type { KeyCase, NoticeKind } from '../core/keys/key-case.ts';
import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import {
  type LastLook,
  lastLookBeforeDisable,
  lastLookBeforeRestore,
} from '../core/keys/last-look.ts';
import { isTold, withNotice } from '../core/keys/notices.ts';
import type { Configuration, KeySettings } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { addDays, dayOf, type Instant } from '../core/model/instant.ts';
import { claimed } from './claimed.ts';
import type {
  ActingAccounts,
  CaseTable,
  Clock,
  DomainEvents,
  FlowOutcome,
  KeyControl,
  Ledger,
  ResponseRequest,
  StopSwitch,
} from './ports.ts';
import { updateCase } from './update-case.ts';

export interface RespondPorts {
  readonly clock: Clock;
  readonly acting: ActingAccounts;
  readonly cases: CaseTable;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly stopSwitch: StopSwitch;
}

export interface RespondSettings {
  readonly configuration: Configuration;
  /** Acting needs this and the configuration's mode: two switches. */
  readonly deployedMode: 'observe' | 'enforce';
}

/**
 * Disables or restores exactly one key, after the last look, within the caps, or says why not. The
 * record exists before the act, and the act is verified by reading again.
 */
export const respond = async (
  request: ResponseRequest,
  ports: RespondPorts,
  settings: RespondSettings,
): Promise<FlowOutcome> =>
  claimed(ports, 'respond', request.id, async () => {
    const keyCase = await ports.cases.readCase(request.key);
    if (keyCase === null) {
      throw new LastkeyError(
        'no-case',
        `Nothing is known about key ${request.key.accessKeyId}, so nothing is done to it.`,
        { retry: 'no' },
      );
    }
    const story: Story = {
      request,
      ports,
      settings,
      keySettings: settingsForKey(
        settings.configuration,
        keyCase.place ?? unknownPlace(keyCase.key.accountId),
      ).settings,
      now: ports.clock.now(),
    };
    return request.act === 'disable' ? disable(story, keyCase) : restore(story, keyCase);
  });

interface Story {
  readonly request: ResponseRequest;
  readonly ports: RespondPorts;
  readonly settings: RespondSettings;
  readonly keySettings: KeySettings;
  readonly now: Instant;
}

const disable = async (story: Story, keyCase: KeyCase): Promise<FlowOutcome> => {
  const { request, ports, settings } = story;
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
  if (settings.deployedMode !== 'enforce' || keyCase.mode !== 'enforce') {
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

const restore = async (story: Story, keyCase: KeyCase): Promise<FlowOutcome> => {
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
  await announce(ports, written);
  return { did: 'restored', subject: nameOf(request) };
};

const finishDisable = async (story: Story, why: string): Promise<FlowOutcome> => {
  const { request, ports } = story;
  await note(story, 'act.done', { act: 'disable', by: actorOf(request), why });
  const act = { id: request.id, by: actorOf(request), why, at: ports.clock.now() };
  const written = await updateCase(ports.cases, request.key, (each) =>
    each.stage === 'disabled' ? each : disabledCase(each, act),
  );
  await announce(ports, written);
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

const stoppedByLook = async (
  story: Story,
  look: Exclude<LastLook, { kind: 'go' | 'already' }>,
): Promise<FlowOutcome> => {
  const { request, ports, keySettings } = story;
  switch (look.kind) {
    case 'used': {
      const act = { id: request.id, at: story.now };
      const written = await updateCase(ports.cases, request.key, (each) =>
        usedSinceWarning(each, look.use, act, keySettings),
      );
      await note(story, 'act.stopped', { why: 'used since the warning' });
      await announce(ports, written);
      return { did: 'stopped: used since the warning', subject: nameOf(request) };
    }
    case 'unknown':
      if (look.retry === 'yes') {
        throw new LastkeyError(
          'last-look-unavailable',
          `The last look could not read ${look.what}. Nothing was done; it will be tried again.`,
          { retry: 'yes' },
        );
      }
      return say(story, 'not-disabled', { why: `could not read ${look.what}` }, (each) => each);
    case 'gone':
      return say(story, 'not-disabled', { why: 'the key does not exist any more' }, (each) =>
        quiet(each, 'gone'),
      );
    case 'different-key':
      return say(story, 'not-disabled', { why: `this is another key, ${look.found}` }, (each) =>
        quiet(each, 'gone'),
      );
  }
};

/** IAM may show the old status for some seconds: one more look before calling it a failure. */
const verify = async (
  story: Story,
  control: KeyControl,
  expected: 'Active' | 'Inactive',
): Promise<void> => {
  const { key } = story.request;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const keys = await control.accessKeys(key.userName);
    const status = keys.known
      ? keys.value?.find((each) => each.accessKeyId === key.accessKeyId)?.status
      : undefined;
    if (status === expected) return;
  }
  throw new LastkeyError(
    'act-not-verified',
    `Key ${key.accessKeyId} was set to ${expected}, but reading it again does not show that. It will be looked at again.`,
    { retry: 'yes' },
  );
};

/** Adds a notice and a change to the case, records why the act stopped, and has it told. */
const say = async (
  story: Story,
  kind: NoticeKind,
  details: Readonly<Record<string, string>>,
  change: (keyCase: KeyCase) => KeyCase,
): Promise<FlowOutcome> => {
  const { request, ports, now } = story;
  await note(story, 'act.stopped', { why: kind, ...details });
  const written = await updateCase(ports.cases, request.key, (each) =>
    withNotice(change(each), { kind, cause: request.id, at: now, details }),
  );
  await announce(ports, written);
  return { did: kind, subject: nameOf(request) };
};

const stop = async (story: Story, keyCase: KeyCase, why: string): Promise<FlowOutcome> => {
  await note(story, 'act.stopped', { why, stage: keyCase.stage });
  return { did: `nothing: ${why}`, subject: nameOf(story.request) };
};

const note = (
  story: Story,
  type: LedgerEntryType,
  body: { readonly [key: string]: Json },
): Promise<void> =>
  story.ports.ledger.append([
    keyEntry(type, story.now, story.request.id, actorOf(story.request), story.request.key, {
      request: story.request.id,
      ...body,
    }),
  ]);

const announce = (ports: RespondPorts, keyCase: KeyCase | null): Promise<void> =>
  keyCase === null ? Promise.resolve() : ports.events.publish(pendingEvents(keyCase));

const mayStillBeDisabled = (keyCase: KeyCase): boolean =>
  ['told', 'warned', 'due', 'restored', 'watched', 'excepted'].includes(keyCase.stage);

const quiet = (keyCase: KeyCase, stage: KeyCase['stage']): KeyCase => {
  const { nextStepAt: _next, ...rest } = keyCase;
  return { ...rest, stage };
};

const lookBody = (look: LastLook): { readonly [key: string]: Json } => ({
  found: look.kind,
  ...(look.kind === 'used'
    ? { usedAt: look.use.at, service: look.use.service, region: look.use.region }
    : {}),
  ...(look.kind === 'unknown' ? { what: look.what } : {}),
});

const actorOf = (request: ResponseRequest): string =>
  request.because.kind === 'answer' ? request.because.by : 'lastkey';

const whyOf = (request: ResponseRequest): string =>
  request.because.kind === 'answer' ? 'asked for in Slack' : 'unused until the due date';

const nameOf = (request: ResponseRequest): string =>
  `${request.key.accountId}/${request.key.userName}/${request.key.accessKeyId}`;

const describeCaps = (caps: Readonly<Record<string, number>>): string =>
  Object.entries(caps)
    .map(([name, limit]) => `${limit} per ${name}`)
    .join(', ');
