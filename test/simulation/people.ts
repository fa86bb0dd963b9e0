import { accessKeyName } from '../../src/core/keys/access-key.ts';
import type { AccountId } from '../../src/core/model/ids.ts';
import { instantOf } from '../../src/core/model/instant.ts';
import { type CallerOf, keyRecord } from './cloudtrail.ts';
import type { Oracle } from './oracle.ts';
import {
  type Account,
  type Key,
  newKey,
  type Organization,
  type User,
  useKey,
} from './organization.ts';
import type { Queue } from './queue.ts';
import type { Random } from './random.ts';
import { approvers, fallback } from './settings.ts';
import { buttonsOf, channelOf, type Post } from './slack-workspace.ts';
import { hourMs, minuteMs, type VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

/** Everything that people and their tools do by themselves. */
export interface People {
  /** A new account with its users, now. */
  addAccount(users: number): Account;
  /** Somebody may click on what stands there now. */
  onPost(post: Post): void;
  /** A key changed, by lastkey: CloudTrail says so, and Terraform may not like it. */
  onChanged(key: Key, what: 'Active' | 'Inactive' | 'deleted'): void;
  /** Nothing is used or clicked any more; approvers answer at once. */
  keepQuiet(): void;
}

const dayMs = 24 * hourMs;

const owners = [
  '#team-a',
  '#team-b',
  'ana@example.com',
  'ben@example.com',
  'left@example.com',
  'nobody knows',
  undefined,
] as const;

export const teamMembers: Readonly<Record<string, readonly string[]>> = {
  '#team-a': ['UTEAMA1', 'UTEAMA2'],
  '#team-b': ['UTEAMB1'],
  [fallback]: ['USECURITY1'],
  '#approvals': ['USECURITY1'],
};

export const peopleOf = (world: {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly weather: () => Weather;
  readonly organization: Organization;
  readonly oracle: Oracle;
  readonly changes: Queue;
  readonly answers: Queue;
  /** Few things happen in calm organizations, and many in lively ones. */
  readonly liveliness: number;
}): People => {
  const { time, random, weather, organization, oracle } = world;
  let isQuiet = false;
  let events = 0;
  let clicks = 0;

  const after = (hours: number, run: () => void): void =>
    time.at(time.nowMs() + Math.max(1, hours * hourMs), () => {
      if (!isQuiet) run();
    });
  const sometime = (days: number): number => (0.02 + random.next()) * days * 24;

  const announce = (
    eventName: 'CreateAccessKey' | 'UpdateAccessKey' | 'DeleteAccessKey',
    key: Key,
    by: CallerOf,
    status?: 'Active' | 'Inactive',
    errorCode?: string,
  ): void => {
    events += 1;
    const name = accessKeyName(key.key);
    oracle.tell(
      name,
      `${eventName} ${status ?? ''} by ${by}${errorCode === undefined ? '' : ` failed: ${errorCode}`}`,
    );
    const record = keyRecord(
      `event-${events}`,
      eventName,
      key.key,
      by,
      time.nowMs(),
      status,
      errorCode,
    );
    if (random.chance(weather().eventLost)) {
      oracle.tell(name, 'the event was lost');
      return;
    }
    const isLate = random.chance(weather().eventLate);
    world.changes.send(
      record,
      isLate ? random.whole(1, 40) * hourMs : random.whole(1, 10) * minuteMs,
    );
  };

  const setStatus = (key: Key, status: 'Active' | 'Inactive', by: CallerOf): void => {
    if (key.status === status) return;
    key.status = status;
    if (status === 'Inactive') key.inactiveSince = time.nowMs();
    else delete key.inactiveSince;
    announce('UpdateAccessKey', key, by, status);
  };

  const isThere = ({ key }: Key): boolean =>
    organization.accounts
      .get(key.accountId)
      ?.users.get(key.userName)
      ?.keys.some((each) => each.key.accessKeyId === key.accessKeyId) === true;

  const liveWith = (key: Key): void => {
    if (key.usedEveryHours > 0) {
      after(key.usedEveryHours * 2 * random.next(), () => {
        if (!isThere(key)) return;
        if (useKey(key, time.nowMs())) oracle.tell(accessKeyName(key.key), 'used');
        // Workloads are switched off, and wake up again.
        if (random.chance(0.03)) key.usedEveryHours = random.pick([0, 24 * 6, 24 * 20]);
        liveWith(key);
      });
    }
  };

  const createKey = (account: Account, user: User, by: CallerOf, atMs = time.nowMs()): void => {
    if (user.keys.length >= 2) return;
    const key = newKey(account.accountId, user.userName, atMs);
    user.keys.push(key);
    oracle.onNewKey(account.accountId);
    key.usedEveryHours = random.pick([0, 0, 0, 3, 30, 200]);
    if (atMs === time.nowMs()) announce('CreateAccessKey', key, by);
    liveWith(key);
  };

  const createUser = (account: Account, number: number): User => {
    const owner = random.pick(owners);
    const user: User = {
      userName: `user-${number}`,
      path: random.pick(['/', '/ci/']),
      tags: {
        ...(owner === undefined ? {} : { owner }),
        ...(random.chance(0.05) ? { 'lastkey-exempt': 'true' } : {}),
        ...(random.chance(0.2) ? { terraform: 'true' } : {}),
      },
      createdAt: time.nowMs() - 100 * dayMs,
      hasPassword: random.chance(0.2),
      keys: [],
    };
    account.users.set(user.userName, user);
    return user;
  };

  const addAccount = (users: number): Account => {
    const number = organization.accounts.size + 1;
    const accountId = String(number).padStart(12, '0') as AccountId;
    const account: Account = {
      accountId,
      name: `Account ${number}`,
      state: 'ACTIVE',
      ous: [random.pick(['ou-prod', 'ou-test']), 'r-root'],
      users: new Map(),
      hasRootKey: random.chance(0.05),
    };
    organization.accounts.set(accountId, account);
    for (let index = 0; index < users; index += 1) {
      const user = createUser(account, index);
      const count = random.pick([0, 1, 1, 1, 2]);
      const madeMs = time.nowMs() - random.whole(1, 200) * dayMs;
      for (let slot = 0; slot < count; slot += 1) {
        // Some pairs of keys are made in one second.
        const isPair = slot === 1 && random.chance(0.3);
        createKey(
          account,
          user,
          'person',
          isPair ? madeMs : madeMs + slot * random.whole(1, 9) * hourMs,
        );
      }
      for (const key of user.keys) {
        if (random.chance(0.1)) {
          key.status = 'Inactive';
          key.inactiveSince = time.nowMs();
        }
      }
    }
    meddle(account);
    return account;
  };

  /** Somebody with credentials of the account changes something, again and again. */
  const meddle = (account: Account): void => {
    after(sometime(20 / world.liveliness), () => {
      meddle(account);
      const users = [...account.users.values()];
      if (account.state !== 'ACTIVE' || users.length === 0) return;
      const user = random.pick(users);
      const [key] = user.keys;
      switch (random.whole(0, 7)) {
        case 0:
          return createKey(account, createUser(account, account.users.size + 100), 'person');
        case 1:
          return createKey(account, user, random.pick(['person', 'terraform']));
        case 2:
          if (key === undefined) return;
          user.keys = user.keys.filter((each) => each !== key);
          return announce('DeleteAccessKey', key, 'person');
        case 3:
          if (key !== undefined) setStatus(key, 'Inactive', 'person');
          return;
        case 4:
          if (key !== undefined) setStatus(key, 'Active', 'person');
          return;
        case 5: {
          account.users.delete(user.userName);
          for (const each of user.keys) announce('DeleteAccessKey', each, 'person');
          return;
        }
        case 6:
          announce(
            'CreateAccessKey',
            newKey(account.accountId, user.userName, time.nowMs()),
            'person',
            undefined,
            'LimitExceeded',
          );
          return;
        default:
          if (random.chance(0.1)) account.state = random.pick(['SUSPENDED', 'CLOSED'] as const);
      }
    });
  };

  const may = (post: Post, who: string): 'owner' | 'approver' | 'nothing' => {
    if (approvers.some((each) => each === who)) return 'approver';
    const isOwner = who === `U-${post.contact}` || (teamMembers[post.contact] ?? []).includes(who);
    return isOwner ? 'owner' : 'nothing';
  };

  const click = (post: Post, drawn = post.message): void => {
    const buttons = buttonsOf(drawn);
    if (buttons.length === 0) return;
    const wish = random.chance(0.2) ? 'request-exception' : '';
    const { action, value } =
      buttons.find((button) => button.action === wish) ?? random.pick(buttons);
    const isApproval = (value as { about?: string } | null)?.about !== undefined;
    const whoever = [
      ...(isApproval ? approvers : [`U-${post.contact}`]),
      ...(teamMembers[post.contact] ?? []),
      random.pick(approvers),
      'USTRANGER',
    ];
    send(post, action, value, random.pick(whoever));
  };

  const send = (post: Post, action: string, value: unknown, who: string): void => {
    clicks += 1;
    const id = `click-${clicks}`;
    oracle.onClick(id, may(post, who));
    const { accountId, userName, accessKeyId } = (value ?? {}) as Record<string, unknown>;
    oracle.tell(`${accountId}/${userName}/${accessKeyId}`, `${who} clicks ${action} (${id})`);
    const until = instantOf(time.nowMs() + random.whole(0, 25) * dayMs).slice(0, 10);
    world.answers.send({
      id,
      action,
      value,
      slackUserId: who,
      slackUserName: who,
      channel: post.channel,
      messageTs: post.ts,
      at: time.now(),
      ...(action === 'keep-for-now' ? { keep: { reason: 'It is still needed.', until } } : {}),
      ...(action === 'request-exception'
        ? {
            exception: {
              reason: 'It cannot be changed yet.',
              conditions: '',
              scope: random.pick(['key', 'user']),
              until,
            },
          }
        : {}),
    });
  };

  const command = (word: 'stop' | 'go', who: string): void => {
    clicks += 1;
    oracle.tell('', `${who} writes /lastkey ${word}`);
    world.answers.send({
      id: `command-${clicks}`,
      command: word,
      reason: 'to be careful',
      slackUserId: who,
      slackUserName: who,
      channel: channelOf(fallback),
      at: time.now(),
    });
  };

  const worry = (): void => {
    after(sometime(40 / world.liveliness), () => {
      worry();
      command('stop', random.pick([...approvers, 'USTRANGER']));
      after(sometime(2), () => command('go', approvers[0]));
    });
  };
  worry();

  return {
    addAccount,
    onPost: (post) => {
      const drawn = post.message;
      if (isQuiet) {
        // An approver lets everything go on, so that limits only slow it down.
        const goAhead = buttonsOf(drawn).find(({ action }) => action === 'go-ahead');
        if (goAhead === undefined) return;
        time.at(time.nowMs() + hourMs, () => {
          const now = buttonsOf(post.message).find(({ action }) => action === 'go-ahead');
          if (now !== undefined) send(post, now.action, now.value, approvers[1]);
        });
        return;
      }
      // Approvers answer most of what they are asked, and never all of it.
      const isQuestion = buttonsOf(drawn).some(({ action }) => action === 'approve-exception');
      if (random.chance(isQuestion ? 0.7 : 0.12 * world.liveliness)) {
        const isStale = random.chance(0.3);
        after(sometime(random.pick([0.1, 2, 8])), () =>
          click(post, isStale ? drawn : post.message),
        );
      }
    },
    onChanged: (key, what) => {
      announce(
        what === 'deleted' ? 'DeleteAccessKey' : 'UpdateAccessKey',
        key,
        'lastkey',
        what === 'deleted' ? undefined : what,
      );
      const { accountId, userName } = key.key;
      const user = organization.accounts.get(accountId)?.users.get(userName);
      if (what === 'Inactive' && user?.tags['terraform'] !== undefined) {
        after(sometime(2), () => {
          if (isThere(key)) setStatus(key, 'Active', 'terraform');
        });
      }
    },
    keepQuiet: () => {
      isQuiet = true;
    },
  };
};
