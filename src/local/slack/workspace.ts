import { type ChangeSignal, createChangeSignal } from './change-signal.ts';
import { createDirectory, type Directory, type DirectoryContents } from './directory.ts';
import { createIdentifiers, type Identifiers } from './identifiers.ts';
import { createMessageStore, type MessageStore, type TextFile } from './message-store.ts';
import { createViewStore, type ViewStore } from './view-store.ts';

/** One Slack workspace, in memory. */
export interface Workspace {
  readonly directory: Directory;
  readonly messages: MessageStore;
  readonly views: ViewStore;
  /** Files between `files.getUploadURLExternal` and `files.completeUploadExternal`. */
  readonly uploads: Map<string, Omit<TextFile, 'content'> & { content: string | undefined }>;
  readonly ids: Identifiers;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: ChangeSignal;
}

export const createWorkspace = (contents: DirectoryContents, now: () => number): Workspace => {
  const signal = createChangeSignal();
  const ids = createIdentifiers(now);
  return {
    directory: createDirectory(contents),
    messages: createMessageStore(signal.changed),
    views: createViewStore(ids, now, signal.changed),
    uploads: new Map(),
    ids,
    now,
    signal,
  };
};
