import { pendingEvents } from '../core/events/case-event.ts';
import { keyEntry } from '../core/evidence/ledger-entries.ts';
import type { Json, LedgerEntryType } from '../core/evidence/ledger-entry.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import { usedSinceWarning } from '../core/keys/case-changes.ts';
import type { KeyCase, NoticeKind } from '../core/keys/key-case.ts';
import type { LastLook } from '../core/keys/last-look.ts';
import { withNotice } from '../core/keys/notices.ts';
import type { Configuration, KeySettings } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { addDays, type Instant } from '../core/model/instant.ts';
import type { KeyCounts, Limits } from './limit-ports.ts';
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
  readonly limits: Limits;
  /** The real number of keys of an account; without it, the number of its cases: a lower bound. */
  readonly keyCounts?: KeyCounts;
}

export interface RespondSettings {
  readonly configuration: Configuration;
  /** Acting needs this and the configuration's mode: two switches. */
  readonly deployedMode: 'observe' | 'enforce';
}

/** One request on its way: what `disable-key` and `restore-key` share. */
export interface Story {
  readonly request: ResponseRequest;
  readonly ports: RespondPorts;
  readonly settings: RespondSettings;
  readonly keySettings: KeySettings;
  /** False: everything but the act, and the message says what would have been done. */
  readonly mayAct: boolean;
  readonly now: Instant;
}

/** Adds a notice and a change to the case, records why the act stopped, and has it told. */
export const say = async (
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
  await announce(story, written);
  return { did: kind, subject: nameOf(request) };
};

export const stop = async (story: Story, keyCase: KeyCase, why: string): Promise<FlowOutcome> => {
  await note(story, 'act.stopped', { why, stage: keyCase.stage });
  return { did: `nothing: ${why}`, subject: nameOf(story.request) };
};

/** Leaves the key as it is until tomorrow, without a word: nobody asked for this act just now. */
export const wait = async (story: Story, why: string): Promise<FlowOutcome> => {
  const { request, ports, now } = story;
  await note(story, 'act.stopped', { why });
  await updateCase(ports.cases, request.key, (each) =>
    each.dueAt === undefined ? each : { ...each, nextStepAt: addDays(now, 1) },
  );
  return { did: `waits: ${why}`, subject: nameOf(request) };
};

export const note = (
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

export const announce = async (
  { ports, request }: Story,
  keyCase: KeyCase | null,
): Promise<void> => {
  if (keyCase !== null) await ports.events.publish(pendingEvents(keyCase, request.id));
};

export const stoppedByLook = async (
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
      await announce(story, written);
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
export const verify = async (
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

export const quiet = (keyCase: KeyCase, stage: KeyCase['stage']): KeyCase => {
  const { nextStepAt: _next, ...rest } = keyCase;
  return { ...rest, stage };
};

export const lookBody = (look: LastLook): { readonly [key: string]: Json } => ({
  found: look.kind,
  ...(look.kind === 'used'
    ? { usedAt: look.use.at, service: look.use.service, region: look.use.region }
    : {}),
  ...(look.kind === 'unknown' ? { what: look.what } : {}),
});

export const actorOf = (request: ResponseRequest): string =>
  request.because.kind === 'due' ? (request.because.approvedBy ?? 'lastkey') : request.because.by;

export const nameOf = (request: ResponseRequest): string => accessKeyName(request.key);
