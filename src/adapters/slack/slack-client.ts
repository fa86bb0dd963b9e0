import type { KnownBlock, ModalView } from '@slack/types';
import { LogLevel, WebClient } from '@slack/web-api';
import type { OwnerContact } from '../../core/keys/key-case.ts';
import type { SlackMessage } from '../../core/messages/slack-message.ts';
import { LastkeyError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Slack, SlackFailure } from '../../flows/ports.ts';
import type { SlackFiles } from '../../flows/slack-file-ports.ts';
import { httpsFetch } from './https-fetch.ts';
import { refusalCode, slackFailure } from './slack-failure.ts';
import { uploadFiles } from './upload-files.ts';

export interface SlackClientOptions {
  readonly now: () => Instant;
  /** Read before each call: a rotated token is picked up when the caller's cache lets go of it. */
  readonly botToken: () => Promise<string>;
  /** `SLACK_API_URL`: GovSlack or a local inbox. Ends with `/api/`. */
  readonly apiUrl?: string | undefined;
  /** One attempt's limit; the queue tries again, not we. */
  readonly timeoutMs?: number;
}

/** What only the interaction endpoint needs: a `trigger_id` lives three seconds. */
export interface SlackForms {
  openForm(
    triggerId: string,
    view: ModalView,
  ): Promise<{ readonly status: 'opened' } | SlackFailure>;
}

/** Slack over its Web API, one attempt a call. See the port for what is thrown and what refused. */
export const createSlack = (options: SlackClientOptions): Slack & SlackForms & SlackFiles => {
  const client = clientFor(options);
  const call = async <T>(
    method: string,
    request: (client: WebClient) => Promise<T>,
  ): Promise<{ readonly status: 'done'; readonly value: T } | SlackFailure> => {
    try {
      return { status: 'done', value: await request(await client()) };
    } catch (error) {
      if (error instanceof LastkeyError) throw error;
      const code = refusalCode(error);
      if (code !== undefined) return { status: 'refused', code };
      throw slackFailure(error, method);
    }
  };

  const post = async (
    channel: string,
    message: SlackMessage,
    threadTs?: string,
  ): Promise<{ readonly status: 'posted'; channel: string; ts: string } | SlackFailure> => {
    const posted = await call('chat.postMessage', (web) =>
      web.chat.postMessage({
        channel,
        ...contentOf(message),
        unfurl_links: false,
        unfurl_media: false,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      }),
    );
    if (posted.status === 'refused') return posted;
    return {
      status: 'posted',
      channel: required(posted.value.channel, 'chat.postMessage', 'channel'),
      ts: required(posted.value.ts, 'chat.postMessage', 'ts'),
    };
  };

  const openDirectMessage = async (
    contact: string,
  ): Promise<
    { readonly status: 'open'; readonly channel: string; readonly userId: string } | SlackFailure
  > => {
    let userId = contact;
    if (contact.includes('@')) {
      const found = await call('users.lookupByEmail', (web) =>
        web.users.lookupByEmail({ email: contact }),
      );
      if (found.status === 'refused') return found;
      if (found.value.user?.deleted === true) return { status: 'refused', code: 'user_disabled' };
      userId = required(found.value.user?.id, 'users.lookupByEmail', 'user.id');
    }
    const opened = await call('conversations.open', (web) =>
      web.conversations.open({ users: userId }),
    );
    if (opened.status === 'refused') return opened;
    const channel = required(opened.value.channel?.id, 'conversations.open', 'channel.id');
    return { status: 'open', channel, userId };
  };

  return {
    postParent: async (contact, message) => {
      if (isChannel(contact)) {
        const posted = await post(contact.contact, message);
        if (posted.status === 'refused') return posted;
        return { status: 'posted', thread: { channel: posted.channel, ts: posted.ts, contact } };
      }
      const direct = await openDirectMessage(contact.contact);
      if (direct.status === 'refused') return direct;
      const posted = await post(direct.channel, message);
      if (posted.status === 'refused') return posted;
      const { channel, ts } = posted;
      return { status: 'posted', thread: { channel, ts, contact, ownerUserId: direct.userId } };
    },

    postReply: (thread, message) => post(thread.channel, message, thread.ts),

    updateParent: async (thread, message) => {
      const { channel, ts } = thread;
      const updated = await call('chat.update', (web) =>
        web.chat.update({ channel, ts, ...contentOf(message) }),
      );
      return updated.status === 'refused' ? updated : { status: 'posted', ts };
    },

    postEphemeral: async (channel, slackUserId, message) => {
      const posted = await call('chat.postEphemeral', (web) =>
        web.chat.postEphemeral({ channel, user: slackUserId, ...contentOf(message) }),
      );
      if (posted.status === 'refused') return posted;
      return {
        status: 'posted',
        ts: required(posted.value.message_ts, 'chat.postEphemeral', 'message_ts'),
      };
    },

    isMemberOfUsergroup: (usergroupId, slackUserId) =>
      membership('usergroups.users.list', options.now, async () => {
        const listed = await (await client()).usergroups.users.list({ usergroup: usergroupId });
        return listOf(listed.users, 'usergroups.users.list').includes(slackUserId);
      }),

    isMemberOfChannel: (channel, slackUserId) =>
      membership('conversations.members', options.now, async () => {
        const web = await client();
        for await (const page of web.paginate('conversations.members', { channel, limit: 1000 })) {
          const { members } = page as { readonly members?: string[] };
          if (listOf(members, 'conversations.members').includes(slackUserId)) return true;
        }
        return false;
      }),

    uploadFiles: async ({ channel, ts }, files, comment) => {
      const to = { channel, threadTs: ts, comment };
      const sent = await call('files.completeUploadExternal', (web) =>
        uploadFiles(web, files, to, options.apiUrl),
      );
      return sent.status === 'refused' ? sent : { status: 'uploaded' };
    },

    openForm: async (triggerId, view) => {
      const opened = await call('views.open', (web) =>
        web.views.open({ trigger_id: triggerId, view }),
      );
      return opened.status === 'refused' ? opened : { status: 'opened' };
    },
  };
};

/** A client per token: Slack's client takes its token once. */
const clientFor = (options: SlackClientOptions): (() => Promise<WebClient>) => {
  let current: { readonly token: string; readonly web: WebClient } | undefined;
  return async () => {
    const token = await options.botToken();
    if (current?.token !== token) current = { token, web: newClient(token, options) };
    return current.web;
  };
};

const newClient = (token: string, { apiUrl, timeoutMs = 5_000 }: SlackClientOptions): WebClient =>
  new WebClient(token, {
    // The default policy waits up to thirty minutes, longer than any function lives.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: httpsFetch,
    // Its debug and warning lines would hold parts of messages.
    logLevel: LogLevel.ERROR,
    allowAbsoluteUrls: false,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });

/** `#name` or a channel id, against a user id or an e-mail address. */
const isChannel = ({ contact }: OwnerContact): boolean => /^(#|[CG][A-Z0-9]{6,}$)/.test(contact);

const contentOf = (message: SlackMessage): { text: string; blocks: KnownBlock[] } => ({
  text: message.text,
  blocks: [...message.blocks],
});

/** A membership read as a fact: whatever fails is unknown, never "no" and never "yes". */
const membership = async (
  source: string,
  now: () => Instant,
  read: () => Promise<boolean>,
): Promise<Fact<boolean>> => {
  try {
    return known(await read(), now(), source);
  } catch (error) {
    const code = refusalCode(error);
    if (code !== undefined) return unknown(`Slack answers ${code}`, source, 'no');
    const failure = error instanceof LastkeyError ? error : slackFailure(error, source);
    return unknown(failure.message, source, failure.retry);
  }
};

/** An answer without its list is not an empty list. */
const listOf = (list: string[] | undefined, method: string): readonly string[] => {
  if (Array.isArray(list)) return list;
  throw unexpected(method, 'its list');
};

const required = (value: string | undefined, method: string, field: string): string => {
  if (value !== undefined && value !== '') return value;
  throw unexpected(method, field);
};

const unexpected = (method: string, field: string): LastkeyError =>
  new LastkeyError(
    'slack-unavailable',
    `Slack answered ${method} without ${field}. It will be tried again.`,
    { retry: 'yes' },
  );
