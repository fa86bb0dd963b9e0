import { createHash } from 'node:crypto';
import { identityProviders } from '../../src/core/idps/catalogue.ts';
import type { AccountId } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { accessKeyChanged } from '../../src/flows/access-key-changed.ts';
import { advanceCases } from '../../src/flows/advance-cases.ts';
import { advanceExceptions } from '../../src/flows/advance-exceptions.ts';
import { closeSweep } from '../../src/flows/close-sweep.ts';
import { listAccounts } from '../../src/flows/list-accounts.ts';
import { notify } from '../../src/flows/notify.ts';
import type { ResponseRequest } from '../../src/flows/ports.ts';
import { respond } from '../../src/flows/respond.ts';
import { sweepAccounts } from '../../src/flows/sweep-accounts.ts';
import { takeAnswer } from '../../src/flows/take-answer.ts';
import { type IamWorld, iamOf } from './iam.ts';
import { type Invocation, invocationsOf, through } from './invocation.ts';
import { oracleOf, type Violation } from './oracle.ts';
import { type Organization, resetKeyNumbers } from './organization.ts';
import { type People, peopleOf, teamMembers } from './people.ts';
import { type Queue, queueOf } from './queue.ts';
import { randomOf } from './random.ts';
import { approvers, settingsOf } from './settings.ts';
import { channelOf, slackWorkspace } from './slack-workspace.ts';
import { allCases, emptyTables, tablesOf } from './tables.ts';
import { hourMs, minuteMs, virtualTime } from './virtual-time.ts';
import { fairWeather, type Weather, weatherOf } from './weather.ts';

export interface Size {
  readonly accounts: readonly [least: number, most: number];
  readonly usersPerAccount: readonly [least: number, most: number];
  /** Days in which everything happens, before the quiet. */
  readonly days: number;
  /** Days after which whatever may be disabled must be; 0: the end is not waited for. */
  readonly quietDays: number;
}

export const smallOrganization: Size = {
  accounts: [1, 3],
  usersPerAccount: [1, 4],
  days: 30,
  quietDays: 60,
};

export interface Simulated {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly counts: Readonly<Record<string, number>>;
}

const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-11-02T00:00:00Z');

/** Ninety days of one organization, with the real flows and everything else made up. */
export const simulate = async (
  seed: number,
  size: Size = smallOrganization,
): Promise<Simulated> => {
  resetKeyNumbers();
  const random = randomOf(seed);
  const time = virtualTime(startMs);
  let weather: Weather = weatherOf(random.fork('weather'));
  const organization: Organization = { accounts: new Map() };
  const tables = emptyTables();
  const accountCount = random.whole(...size.accounts);
  const numbered = (number: number) => String(number).padStart(12, '0') as AccountId;
  const excluded = accountCount > 1 && random.chance(0.15) ? [numbered(accountCount)] : [];
  const observed = accountCount > 2 && random.chance(0.15) ? [numbered(2)] : [];
  const settings = settingsOf(random.fork('settings'), excluded, observed);
  const { configuration } = settings;
  let stopSwitch: 'go' | 'stop' = 'go';
  let deniedUntil = new Map<AccountId, number>();

  const oracle = oracleOf({
    organization,
    tables,
    time,
    settings,
    isEnforced: (accountId) => configuration.mode === 'enforce' && !observed.includes(accountId),
    keepsStory: accountCount <= 20,
  });
  const invoke = invocationsOf(time, random.fork('faults'), () => weather);
  let people: People | undefined;
  const slack = slackWorkspace({
    time,
    random: random.fork('slack'),
    weather: () => weather,
    onAccepted: (invocation, accepted) => {
      oracle.onAccepted(invocation, accepted);
      if (accepted.what === 'reply' || accepted.what === 'ephemeral') return;
      const post = [...slack.posts.values()].findLast(
        (each) => each.channel === accepted.channel && each.message === accepted.message,
      );
      if (post !== undefined) people?.onPost(post);
    },
  });
  slack.usergroups.set('S0CLOUDSEC', approvers);
  for (const [contact, members] of Object.entries(teamMembers)) {
    slack.channelMembers.set(channelOf(contact), members);
  }
  slack.refused.set('left@example.com', 'users_not_found');

  const iamWorld: IamWorld = {
    organization,
    time,
    random: random.fork('iam'),
    weather: () => weather,
    isDenied: (accountId) => (deniedUntil.get(accountId) ?? 0) > time.nowMs(),
    beforeAct: oracle.beforeAct,
    onReport: oracle.onReport,
    changed: (key, what) => people?.onChanged(key, what),
  };
  const queueWorld = {
    time,
    random: random.fork('queues'),
    weather: () => weather,
    invoke,
    onEnd: oracle.onEnd,
  };

  const portsOf = (invocation: Invocation) => {
    const stored = tablesOf(tables, invocation);
    const iam = iamOf(iamWorld, invocation);
    return {
      ...stored,
      ...iam,
      clock: { now: time.now },
      slack: slack.as(invocation),
      names: {
        nameOf: (accountId: AccountId) =>
          Promise.resolve(organization.accounts.get(accountId)?.name ?? accountId),
      },
      events: through(invocation, 'events', {
        publish: (events: readonly object[]) => {
          for (const { detail } of events as readonly { detail: object }[]) {
            notices.send({ source: 'lastkey', detail });
          }
          return Promise.resolve();
        },
      }),
      responses: through(invocation, 'responses', {
        request: (request: ResponseRequest) => {
          responses.send(request);
          return Promise.resolve();
        },
      }),
      // No key is rotated here: nothing configures it.
      rotations: { request: () => Promise.reject(new Error('A rotation was asked for.')) },
      stopSwitch: {
        read: () =>
          invocation.call('GetParameter', () => {
            const state = random.chance(weather.throttled) ? 'stop' : stopSwitch;
            invocation.seen.stopSwitch = { at: time.nowMs(), state };
            return state === 'go'
              ? ({ state } as const)
              : ({ state, why: 'the stop switch says stop, or cannot be read' } as const);
          }),
      },
      stopSwitchControl: {
        set: (state: 'go' | 'stop') =>
          invocation.call('PutParameter', () => {
            oracle.onSwitch(state, (invocation.body as { at: string }).at);
            stopSwitch = state;
            oracle.tell('', `the stop switch says ${state}`);
          }),
      },
      keyCounts: {
        keysOf: (accountId: AccountId) =>
          invocation.call('keyCounts', () => tables.coverage.get(accountId)?.keys),
      },
      uses: {
        read: () => Promise.resolve(null),
        write: () => Promise.resolve('written' as const),
        ofRole: () => Promise.resolve([]),
      },
      roleMemory: {
        readUnseen: () => Promise.resolve([]),
        writeUnseen: () => Promise.resolve(),
      },
      wait: (seconds: number) => time.sleep(seconds * 1000),
      digest: (text: string) => createHash('sha256').update(text).digest('hex'),
      deployedMode: settings.deployedMode,
    };
  };

  const changes: Queue = queueOf('access-key-changed', queueWorld, (body, messageId, invocation) =>
    accessKeyChanged(body, messageId, portsOf(invocation), {
      configuration,
      ownRoles: ['lastkey/lastkey-respond'],
    }),
  );
  const notices: Queue = queueOf('notify', queueWorld, (body, messageId, invocation) =>
    notify(body, messageId, portsOf(invocation)),
  );
  const answers: Queue = queueOf('answer', queueWorld, (body, messageId, invocation) =>
    takeAnswer(body, messageId, portsOf(invocation), configuration),
  );
  const responses: Queue = queueOf('respond', queueWorld, (body, _messageId, invocation) =>
    respond(body as ResponseRequest, portsOf(invocation), settings),
  );
  const queues = [changes, notices, answers, responses];

  /** A step that Lambda or Step Functions tries again; `undefined` when every attempt failed. */
  const attempted = async <Answer>(
    name: string,
    times: number,
    timeoutMs: number,
    step: (ports: ReturnType<typeof portsOf>) => Promise<Answer>,
  ): Promise<Answer | undefined> => {
    for (let attempt = 1; attempt <= times; attempt += 1) {
      const invocation = invoke(`${name} ${attempt}`, undefined, timeoutMs);
      try {
        const answer = await step(portsOf(invocation));
        oracle.onEnd(invocation, undefined);
        return answer;
      } catch (error) {
        oracle.onEnd(invocation, error);
        await time.sleep(minuteMs);
      } finally {
        invocation.end();
      }
    }
    return undefined;
  };

  const advance = (): Promise<unknown> =>
    attempted('advance-cases', 3, 15 * minuteMs, async (ports) => {
      await advanceExceptions(ports, configuration);
      await advanceCases(ports, configuration);
    });

  const sweep = async (): Promise<void> => {
    const startedAt = time.now();
    let active: readonly AccountId[] = [];
    const listing = {
      all: () => {
        const listed = [...organization.accounts.values()].filter(
          ({ state }) => state !== 'CLOSED',
        );
        active = listed.filter(({ state }) => state === 'ACTIVE').map(({ accountId }) => accountId);
        return Promise.resolve(
          listed.map(({ accountId, name, state, ous }) => ({
            accountId,
            name,
            state,
            ous,
            isActive: state === 'ACTIVE',
          })),
        );
      },
    };
    const listed = await attempted('list-accounts', 3, 15 * minuteMs, (ports) =>
      listAccounts(
        { organization: listing, list: ports.list },
        configuration,
        startedAt as Instant,
      ),
    );
    if (listed === undefined) return;
    await Promise.all(
      listed.batches.map((accountIds, batch) =>
        attempted('inspect-accounts', 3, 15 * minuteMs, (ports) =>
          sweepAccounts({ startedAt, batch, accountIds }, ports, {
            configuration,
            catalogue: identityProviders,
          }),
        ),
      ),
    );
    const closed = await attempted('close-sweep', 3, 15 * minuteMs, (ports) =>
      closeSweep(startedAt, ports, configuration),
    );
    if (closed !== undefined) oracle.afterRun(startedAt, active);
  };

  people = peopleOf({
    time,
    random: random.fork('people'),
    weather: () => weather,
    organization,
    oracle,
    changes,
    answers,
    liveliness: random.pick([0.3, 1, 3]),
  });
  for (let index = 0; index < accountCount; index += 1) {
    people.addAccount(random.whole(...size.usersPerAccount));
  }

  const endMs = startMs + size.days * dayMs;
  const happenings = random.fork('happenings');
  let offUntil = 0;
  /** Schedules fire on time, unless they are broken for days. */
  const schedule = (
    everyMs: number,
    firstMs: number,
    untilMs: number,
    run: () => Promise<unknown>,
  ) => {
    for (let at = firstMs; at < untilMs; at += everyMs) {
      time.start(at, async () => {
        if (time.nowMs() >= offUntil) await run();
      });
    }
  };
  schedule(dayMs, startMs + 3 * hourMs, endMs, sweep);
  schedule(hourMs, startMs + minuteMs, endMs, advance);
  schedule(dayMs, startMs + 8 * hourMs, endMs, async () => {
    if (happenings.chance(0.4)) for (const queue of queues) queue.redrive();
    if (happenings.chance(weather.outage))
      offUntil = time.nowMs() + happenings.whole(20, 70) * hourMs;
    if (happenings.chance(0.02)) people?.addAccount(happenings.whole(1, 3));
    if (happenings.chance(weather.denied * accountCount)) {
      const ids = [...organization.accounts.keys()];
      deniedUntil.set(happenings.pick(ids), time.nowMs() + happenings.whole(2, 60) * hourMs);
    }
    if (happenings.chance(weather.outage)) slack.refused.set('#team-a', 'is_archived');
    if (happenings.chance(weather.outage))
      slack.refused.set('#cloud-security', 'channel_not_found');
    else if (happenings.chance(0.5)) slack.refused.delete('#cloud-security');
    const disabled = [...allCases(tables)].filter(({ stage }) => stage === 'disabled');
    const [first] = disabled;
    if (first !== undefined && happenings.chance(0.03)) {
      responses.send({
        id: `command/restore-${time.now()}`,
        key: happenings.pick(disabled).key,
        act: 'restore',
        because: { kind: 'command', by: 'arn:aws:sts::999988887777:assumed-role/admin/ana' },
        at: time.now(),
      });
    }
  });
  await time.runUntil(endMs);

  // The storm is over: whatever was lost must be found by the sweeps that follow.
  weather = fairWeather;
  deniedUntil = new Map();
  offUntil = 0;
  stopSwitch = 'go';
  slack.refused.clear();
  slack.refused.set('left@example.com', 'users_not_found');
  people.keepQuiet();
  const quietMs = endMs + size.quietDays * dayMs;
  const restMs = endMs + 3 * dayMs;
  const untilMs = Math.max(quietMs, restMs);
  schedule(dayMs, endMs + 5 * hourMs, untilMs, async () => {
    for (const queue of queues) queue.redrive();
    await time.sleep(hourMs);
    // A late command may have stopped everything; somebody would notice.
    stopSwitch = 'go';
    await sweep();
  });
  schedule(size.quietDays > 20 ? 3 * hourMs : hourMs, endMs + minuteMs, untilMs, advance);
  await time.runUntil(restMs);
  oracle.atRest();
  if (size.quietDays > 0) {
    await time.runUntil(quietMs);
    oracle.atRest();
    oracle.afterQuiet(endMs);
  }
  return {
    seed,
    violations: oracle.violations,
    counts: {
      ...oracle.counts,
      runs: [...tables.coverage.keys()].length,
      cases: [...allCases(tables)].length,
      deadLetters: queues.reduce((sum, queue) => sum + queue.deadLetters().length, 0),
    },
  };
};
