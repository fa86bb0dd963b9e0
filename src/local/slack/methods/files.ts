import { isJson } from '../block-kit/faults-found.ts';
import type { TextFile } from '../message-store.ts';
import { jsonArgument, type Method, refuse, textArgument } from './method.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const getUploadURLExternal: Method = (call) => {
  const { workspace, baseUrl } = call;
  const name = textArgument(call, 'filename');
  if (name === '') return refuse('invalid_arguments', ['missing required field: filename']);
  if (!(Number(textArgument(call, 'length')) > 0)) {
    return refuse('invalid_arguments', ['missing required field: length']);
  }
  const id = workspace.ids.next('F');
  workspace.uploads.set(id, { id, name, title: name, content: undefined });
  return { ok: true, file_id: id, upload_url: `${baseUrl}upload/${id}` };
};

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
export const completeUploadExternal: Method = (call) => {
  const { workspace } = call;
  const listed = jsonArgument(call, 'files');
  if (!Array.isArray(listed) || listed.length === 0) {
    return refuse('invalid_arguments', ['missing required field: files']);
  }
  const files: TextFile[] = [];
  for (const entry of listed) {
    const upload = isJson(entry) ? workspace.uploads.get(String(entry['id'])) : undefined;
    if (upload?.content === undefined) return refuse('file_not_found');
    const title =
      isJson(entry) && typeof entry['title'] === 'string' ? entry['title'] : upload.name;
    files.push({ id: upload.id, name: upload.name, title, content: upload.content });
  }
  const channel = textArgument(call, 'channel_id');
  if (channel !== '') {
    const conversation = workspace.directory.conversation(channel);
    if (conversation === undefined) return refuse('channel_not_found');
    if (conversation.archived) return refuse('is_archived');
    const threadTs = textArgument(call, 'thread_ts');
    workspace.messages.post({
      channel: conversation.id,
      ts: workspace.ids.ts(),
      ...(threadTs === '' ? {} : { threadTs }),
      text: textArgument(call, 'initial_comment'),
      blocks: [],
      files,
    });
  }
  for (const { id } of files) workspace.uploads.delete(id);
  return { ok: true, files: files.map(({ id, title }) => ({ id, title })) };
};
