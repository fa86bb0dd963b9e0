import type { SlackMessage } from '../../src/core/messages/slack-message.ts';
import { known, unknown } from '../../src/core/model/fact.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import type { Slack, SlackFailure } from '../../src/flows/ports.ts';
import type { SlackFile, SlackFiles } from '../../src/flows/slack-file-ports.ts';

/** What Slack was asked to show, in order. `to`: a channel, or `channel/thread`, or `channel@user`. */
export interface Shown {
  readonly what: 'parent' | 'reply' | 'update' | 'ephemeral';
  readonly to: string;
  readonly ts: string;
  readonly message: SlackMessage;
}

export interface MemorySlack {
  readonly port: Slack & SlackFiles;
  /** Files that were put into a thread, in order. */
  readonly files: (SlackFile & { readonly to: string })[];
  /** Why Slack takes no files; absent: it takes them. */
  refusesFiles: string | Error | undefined;
  readonly shown: Shown[];
  /** Receivers that Slack refuses, with its code: a contact, a channel or a `channel/ts`. */
  readonly refuses: Map<string, string>;
  /** The next call throws this. */
  failure: Error | undefined;
  readonly channelMembers: Map<string, readonly string[]>;
  readonly usergroups: Map<string, readonly string[]>;
  /** Memberships that cannot be read: usergroup or channel ids. */
  readonly unreadable: Map<string, 'yes' | 'no'>;
  readonly membershipReads: string[];
}

/** Slack in memory. A contact `ana@example.com` has the user `U-ana@example.com` and a channel of its own. */
export const memorySlack = (now: () => Instant): MemorySlack => {
  let next = 0;
  const show = (
    what: Shown['what'],
    to: string,
    message: SlackMessage,
    updated?: string,
  ): { readonly status: 'posted'; readonly ts: string } | SlackFailure => {
    const { failure } = slack;
    if (failure !== undefined) {
      slack.failure = undefined;
      throw failure;
    }
    const code = slack.refuses.get(to);
    if (code !== undefined) return { status: 'refused', code };
    const ts = updated ?? `${1000 + ++next}.0`;
    slack.shown.push({ what, to, ts, message });
    return { status: 'posted', ts };
  };
  const member = (lists: Map<string, readonly string[]>, id: string, user: string) => {
    slack.membershipReads.push(id);
    const retry = slack.unreadable.get(id);
    return Promise.resolve(
      retry === undefined
        ? known((lists.get(id) ?? []).includes(user), now(), 'slack')
        : unknown('Slack did not answer', 'slack', retry),
    );
  };
  const slack: MemorySlack = {
    shown: [],
    files: [],
    refusesFiles: undefined,
    refuses: new Map(),
    failure: undefined,
    channelMembers: new Map(),
    usergroups: new Map(),
    unreadable: new Map(),
    membershipReads: [],
    port: {
      postParent: async (contact, message) => {
        const posted = show('parent', contact.contact, message);
        if (posted.status === 'refused') return posted;
        const isChannel = contact.contact.startsWith('#');
        return {
          status: 'posted',
          thread: {
            channel: isChannel ? `C-${contact.contact}` : `D-${contact.contact}`,
            ts: posted.ts,
            contact,
            ...(isChannel ? {} : { ownerUserId: `U-${contact.contact}` }),
          },
        };
      },
      postReply: async (thread, message) =>
        show('reply', `${thread.channel}/${thread.ts}`, message),
      updateParent: async (thread, message) =>
        show('update', `${thread.channel}@${thread.ts}`, message, thread.ts),
      uploadFiles: async (thread, files) => {
        const { refusesFiles } = slack;
        if (refusesFiles instanceof Error) throw refusesFiles;
        if (refusesFiles !== undefined) return { status: 'refused', code: refusesFiles };
        const to = `${thread.channel}/${thread.ts}`;
        slack.files.push(...files.map((file) => ({ ...file, to })));
        return { status: 'uploaded' };
      },
      postEphemeral: async (channel, user, message) =>
        show('ephemeral', `${channel}@${user}`, message),
      isMemberOfUsergroup: (id, user) => member(slack.usergroups, id, user),
      isMemberOfChannel: (channel, user) => member(slack.channelMembers, channel, user),
    },
  };
  return slack;
};
