import type { Workspace } from '../workspace.ts';
import { answer, type Incoming, type Outgoing } from './exchange.ts';

/** The file in an upload: the body itself, or the one file of a multipart form. */
const readFile = async ({ headers, body }: Incoming): Promise<Uint8Array | undefined> => {
  const contentType = headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const value of form.values()) {
    if (value instanceof Blob) return new Uint8Array(await value.arrayBuffer());
  }
  return undefined;
};

/**
 * Takes a file at the address that `files.getUploadURLExternal` gave. Text only.
 * https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
export const serveUpload = (workspace: Workspace) => {
  return async (incoming: Incoming): Promise<Outgoing> => {
    const upload = workspace.uploads.get(incoming.url.pathname.slice('/upload/'.length));
    if (upload === undefined) return answer(404, 'text/plain', 'No such upload.');
    const bytes = await readFile(incoming);
    if (bytes === undefined) return answer(400, 'text/plain', 'The form holds no file.');
    try {
      upload.content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return answer(415, 'text/plain', 'The local Slack takes text in UTF-8 only.');
    }
    return answer(200, 'text/plain', `OK - ${bytes.length}`);
  };
};
