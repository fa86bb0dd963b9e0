import type { Block } from './block-kit/blocks.ts';

export interface TextFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

/** A message as the workspace keeps it. Everything here was sent by the app. */
export interface Message {
  /** Conversation id. */
  readonly channel: string;
  readonly ts: string;
  /** The parent's `ts`, for a reply. */
  readonly threadTs?: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly files: readonly TextFile[];
  /** Set by the last `chat.update`. */
  readonly editedTs?: string;
  /** Ephemeral: the only person who sees it. */
  readonly onlyFor?: string;
}

/** All messages of the workspace, in the order they were sent. */
export interface MessageStore {
  all(): readonly Message[];
  find(channel: string, ts: string): Message | undefined;
  post(message: Message): void;
  /** Puts a new version in the place of the message with the same channel and `ts`. */
  replace(message: Message): void;
  remove(channel: string, ts: string): void;
  /** What one person sees in one conversation. */
  seenBy(userId: string, channel: string): readonly Message[];
  /** Marks a conversation as read by a person, up to its newest message. */
  markRead(userId: string, channel: string): void;
  unread(userId: string, channel: string): number;
}

export const createMessageStore = (changed: () => void): MessageStore => {
  let messages: readonly Message[] = [];
  const lastRead = new Map<string, string>();
  const isSame = (one: Message, channel: string, ts: string) =>
    one.channel === channel && one.ts === ts;
  const seenBy = (userId: string, channel: string) =>
    messages.filter(
      (message) =>
        message.channel === channel &&
        (message.onlyFor === undefined || message.onlyFor === userId),
    );
  const unread = (userId: string, channel: string) => {
    const mark = lastRead.get(`${userId} ${channel}`) ?? '';
    return seenBy(userId, channel).filter(({ ts }) => ts > mark).length;
  };
  return {
    all: () => messages,
    find: (channel, ts) => messages.find((message) => isSame(message, channel, ts)),
    post(message) {
      messages = [...messages, message];
      changed();
    },
    replace(message) {
      messages = messages.map((old) => (isSame(old, message.channel, message.ts) ? message : old));
      changed();
    },
    remove(channel, ts) {
      messages = messages.filter((message) => !isSame(message, channel, ts));
      changed();
    },
    seenBy,
    unread,
    markRead(userId, channel) {
      const newest = seenBy(userId, channel).at(-1);
      if (newest === undefined || unread(userId, channel) === 0) return;
      lastRead.set(`${userId} ${channel}`, newest.ts);
      changed();
    },
  };
};
