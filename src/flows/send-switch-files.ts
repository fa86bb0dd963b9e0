import type { KeyCase, Thread } from '../core/keys/key-case.ts';
import { renderFilesRefused } from '../core/messages/render-files-refused.ts';
import { switchMaterial } from '../core/messages/switch-material.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { Slack } from './ports.ts';
import type { SlackFiles } from './slack-file-ports.ts';

/**
 * Puts the long material of a switch under the steps. The steps are delivered by then, so that no
 * failure here may bring them again: what Slack does not take is said in the thread, with the command
 * that prints it.
 */
export const sendSwitchFiles = async (
  keyCase: KeyCase,
  thread: Thread,
  slack: Slack & SlackFiles,
): Promise<void> => {
  const { files } = switchMaterial(keyCase);
  if (files.length === 0) return;
  const why = await refusal(() =>
    slack.uploadFiles(
      thread,
      files,
      'The role as code, and its policies. One of the formats is enough.',
    ),
  );
  if (why !== undefined) await slack.postReply(thread, renderFilesRefused(keyCase, why));
};

const refusal = async (upload: () => ReturnType<SlackFiles['uploadFiles']>) => {
  try {
    const sent = await upload();
    return sent.status === 'uploaded' ? undefined : sent.code;
  } catch (error) {
    if (error instanceof LastkeyError) return error.code;
    throw error;
  }
};
