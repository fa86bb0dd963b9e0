import { app, type Person } from '../directory.ts';
import { type Method, type MethodAnswer, refuse, textArgument } from './method.ts';

const describe = ({ id, name, realName, email }: Person): MethodAnswer => ({
  ok: true,
  user: {
    id,
    team_id: app.teamId,
    name,
    real_name: realName,
    deleted: false,
    is_bot: false,
    tz: 'Etc/UTC',
    profile: { real_name: realName, display_name: name, email },
  },
});

/** https://docs.slack.dev/reference/methods/users.info */
export const info: Method = (call) => {
  const person = call.workspace.directory.person(textArgument(call, 'user'));
  return person === undefined ? refuse('user_not_found') : describe(person);
};

/** https://docs.slack.dev/reference/methods/users.lookupByEmail */
export const lookupByEmail: Method = (call) => {
  const person = call.workspace.directory.personByEmail(textArgument(call, 'email'));
  return person === undefined ? refuse('users_not_found') : describe(person);
};

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
export const usergroupUsers: Method = (call) => {
  const usergroup = call.workspace.directory.usergroup(textArgument(call, 'usergroup'));
  return usergroup === undefined ? refuse('no_such_subteam') : { ok: true, users: usergroup.users };
};

/** https://docs.slack.dev/reference/methods/auth.test */
export const authTest: Method = ({ baseUrl }) => ({
  ok: true,
  url: baseUrl,
  team: app.teamName,
  user: 'lastkey',
  team_id: app.teamId,
  user_id: app.userId,
  bot_id: app.botId,
  is_enterprise_install: false,
});
