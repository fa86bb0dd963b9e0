import type { Thread } from '../../src/core/keys/key-case.ts';
import type { SlackMessage } from '../../src/core/messages/slack-message.ts';
import { LastkeyError } from '../../src/core/model/errors.ts';
import { type Fact, known, unknown } from '../../src/core/model/fact.ts';
import type { Slack, SlackFailure } from '../../src/flows/ports.ts';
import type { SlackFiles } from '../../src/flows/slack-file-ports.ts';
import type { Invocation } from './invocation.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

/** A parent message as people see it now. */
export interface Post {
  readonly channel: string;
  readonly ts: string;
  readonly contact: string;
  message: SlackMessage;
}

/** One message that Slack took. */
export interface Accepted {
  readonly what: 'parent' | 'reply' | 'update' | 'ephemeral';
  readonly channel: string;
  readonly message: SlackMessage;
}

export interface SlackWorkspace {
  readonly posts: Map<string, Post>;
  /** Contacts that Slack refuses: people who left, archived channels. */
  readonly refused: Map<string, string>;
  readonly usergroups: Map<string, readonly string[]>;
  readonly channelMembers: Map<string, readonly string[]>;
  as(invocation: Invocation): Slack & SlackFiles;
}

export const channelOf = (contact: string): string =>
  contact.startsWith('#') ? `C-${contact}` : `D-${contact}`;

export const slackWorkspace = (world: {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly weather: () => Weather;
  readonly onAccepted: (invocation: Invocation, accepted: Accepted) => void;
}): SlackWorkspace => {
  const { time, random, weather } = world;
  let lastTs = 1000;
  const workspace: Omit<SlackWorkspace, 'as'> = {
    posts: new Map(),
    refused: new Map(),
    usergroups: new Map(),
    channelMembers: new Map(),
  };
  const send = <Answer extends { readonly status: 'posted' }>(
    invocation: Invocation,
    receiver: string,
    take: () => Answer,
  ): Promise<Answer | SlackFailure> =>
    invocation.call('Slack', () => {
      if (random.chance(weather().slackBusy)) throw busy(random);
      const code = workspace.refused.get(receiver);
      if (code !== undefined) return { status: 'refused' as const, code };
      const answer = take();
      if (random.chance(weather().slackAnswerLost)) {
        invocation.fault ??= 'the answer of Slack was lost';
        throw new LastkeyError('slack-unavailable', 'No answer in time.', { retry: 'yes' });
      }
      return answer;
    });
  const isMember = (
    invocation: Invocation,
    members: ReadonlyMap<string, readonly string[]>,
    id: string,
    user: string,
  ): Promise<Fact<boolean>> =>
    invocation.call('Slack', () =>
      random.chance(weather().slackBusy)
        ? unknown('Slack is busy', 'slack', random.chance(0.7) ? 'yes' : 'no')
        : known((members.get(id) ?? []).includes(user), time.now(), 'slack'),
    );
  const as = (invocation: Invocation): Slack & SlackFiles => {
    const accept = (accepted: Accepted) => world.onAccepted(invocation, accepted);
    const receiverOf = (thread: Thread) => thread.contact.contact;
    return {
      postParent: (contact, message) =>
        send(invocation, contact.contact, () => {
          lastTs += 1;
          const ts = `${lastTs}.0`;
          const channel = channelOf(contact.contact);
          workspace.posts.set(`${channel}/${ts}`, {
            channel,
            ts,
            contact: contact.contact,
            message,
          });
          accept({ what: 'parent', channel, message });
          const isChannel = contact.contact.startsWith('#');
          return {
            status: 'posted' as const,
            thread: {
              channel,
              ts,
              contact,
              ...(isChannel ? {} : { ownerUserId: `U-${contact.contact}` }),
            },
          };
        }),
      postReply: (thread, message) =>
        send(invocation, receiverOf(thread), () => {
          lastTs += 1;
          accept({ what: 'reply', channel: thread.channel, message });
          return { status: 'posted' as const, ts: `${lastTs}.0` };
        }),
      updateParent: (thread, message) =>
        send(invocation, receiverOf(thread), () => {
          const post = workspace.posts.get(`${thread.channel}/${thread.ts}`);
          if (post !== undefined) post.message = message;
          accept({ what: 'update', channel: thread.channel, message });
          return { status: 'posted' as const, ts: thread.ts };
        }),
      uploadFiles: () => Promise.resolve({ status: 'uploaded' }),
      postEphemeral: (channel, _user, message) =>
        send(invocation, channel, () => {
          accept({ what: 'ephemeral', channel, message });
          return { status: 'posted' as const, ts: '0.0' };
        }),
      isMemberOfUsergroup: (id, user) => isMember(invocation, workspace.usergroups, id, user),
      isMemberOfChannel: (id, user) => isMember(invocation, workspace.channelMembers, id, user),
    };
  };
  return { ...workspace, as };
};

const busy = (random: Random): LastkeyError =>
  random.chance(0.5)
    ? new LastkeyError('slack-rate-limited', 'Slack asks to wait.', {
        retry: 'yes',
        retryAfterSeconds: random.whole(1, 600),
      })
    : new LastkeyError('slack-unavailable', 'Slack answered 503.', { retry: 'yes' });

/** The buttons of a message: action and value. */
export const buttonsOf = ({
  blocks,
}: SlackMessage): readonly { readonly action: string; readonly value: unknown }[] =>
  blocks.flatMap((block) =>
    block.type !== 'actions'
      ? []
      : block.elements.flatMap((element) =>
          element.type === 'button' && element.action_id !== undefined
            ? [{ action: element.action_id, value: JSON.parse(element.value ?? 'null') as unknown }]
            : [],
        ),
  );
