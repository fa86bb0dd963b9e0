import type { WebClient } from '@slack/web-api';
import { LastkeyError } from '../../core/model/errors.ts';
import type { SlackFile } from '../../flows/slack-file-ports.ts';
import { httpsFetch } from './https-fetch.ts';

/**
 * Slack's three steps for files: an address for each, the content to each address, then all of them
 * into one message. The content goes up as it is, without the client: that would send a form, and the
 * bot token with it to an address that an answer named.
 * https://docs.slack.dev/messaging/working-with-files#uploading_files
 * @throws whatever the client throws; LastkeyError `slack-unavailable` when an address does not take it
 */
export const uploadFiles = async (
  web: WebClient,
  files: readonly SlackFile[],
  to: { readonly channel: string; readonly threadTs: string; readonly comment: string },
  apiUrl: string | undefined,
): Promise<void> => {
  const uploaded: { id: string; title: string }[] = [];
  for (const { name, content } of files) {
    const { upload_url: url, file_id: id } = await web.files.getUploadURLExternal({
      filename: name,
      length: Buffer.byteLength(content),
    });
    if (url === undefined || id === undefined || !isSlacks(url, apiUrl)) {
      throw failure(`Slack gave no address to put ${name} to`);
    }
    const put = await httpsFetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-length': String(Buffer.byteLength(content)),
      },
      body: content,
    });
    if (!put.ok) throw failure(`The address for ${name} answered ${put.status}`);
    uploaded.push({ id, title: name });
  }
  const [first, ...others] = uploaded;
  if (first === undefined) return;
  await web.files.completeUploadExternal({
    files: [first, ...others],
    channel_id: to.channel,
    thread_ts: to.threadTs,
    initial_comment: to.comment,
  });
};

/** Policies and names go there: to Slack by HTTPS, or to where the whole API is. */
const isSlacks = (url: string, apiUrl: string | undefined): boolean => {
  const { protocol, hostname, origin } = new URL(url);
  if (apiUrl !== undefined && origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname);
};

const failure = (what: string): LastkeyError =>
  new LastkeyError('slack-unavailable', `${what}. It will be tried again.`, { retry: 'yes' });
