import * as chat from './chat.ts';
import * as conversations from './conversations.ts';
import * as files from './files.ts';
import type { Method } from './method.ts';
import * as users from './users.ts';
import * as views from './views.ts';

/** Every Web API method that the local Slack knows; anything else is an `unknown_method`. */
export const webApi: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['auth.test', users.authTest],
  ['chat.getPermalink', chat.getPermalink],
  ['chat.postEphemeral', chat.postEphemeral],
  ['chat.postMessage', chat.postMessage],
  ['chat.update', chat.update],
  ['conversations.info', conversations.info],
  ['conversations.members', conversations.members],
  ['conversations.open', conversations.open],
  ['files.completeUploadExternal', files.completeUploadExternal],
  ['files.getUploadURLExternal', files.getUploadURLExternal],
  ['usergroups.users.list', users.usergroupUsers],
  ['users.info', users.info],
  ['users.lookupByEmail', users.lookupByEmail],
  ['views.open', views.open],
  ['views.update', views.update],
]);
