export interface Person {
  /** `U…` */
  readonly id: string;
  /** The short name, as in `@maya`. */
  readonly name: string;
  readonly realName: string;
  readonly email: string;
}

export interface Channel {
  /** `C…` */
  readonly id: string;
  /** Without the `#`. */
  readonly name: string;
  /** User ids. */
  readonly members: readonly string[];
  readonly archived?: boolean;
}

export interface Usergroup {
  /** `S…` */
  readonly id: string;
  readonly handle: string;
  /** User ids. */
  readonly users: readonly string[];
}

/** A place that messages stand in. */
export interface Conversation {
  readonly id: string;
  readonly kind: 'channel' | 'direct';
  /** The channel's name, or the other person's real name. */
  readonly name: string;
  readonly members: readonly string[];
  readonly archived: boolean;
}

/** The app whose token the workspace knows. */
export const app = {
  id: 'A0LOCALAPP',
  botId: 'B0LOCALBOT',
  userId: 'U0LOCALBOT',
  teamId: 'T0LOCALTEAM',
  teamName: 'Local workspace',
  domain: 'local',
} as const;

/** Who and what there is in the workspace. */
export interface Directory {
  readonly people: readonly Person[];
  readonly conversations: readonly Conversation[];
  person(id: string): Person | undefined;
  personByEmail(email: string): Person | undefined;
  usergroup(id: string): Usergroup | undefined;
  conversation(id: string): Conversation | undefined;
  /** As `chat.postMessage` names its channel: an id, `#name`, `name`, or a user's id. */
  conversationNamed(reference: string): Conversation | undefined;
  directMessagesWith(userId: string): Conversation | undefined;
}

export interface DirectoryContents {
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly usergroups: readonly Usergroup[];
}

/** @throws Error when a member is not one of the people, or two conversations share an id */
export const createDirectory = (contents: DirectoryContents): Directory => {
  const people = new Map(contents.people.map((person) => [person.id, person]));
  for (const { members, owner } of [
    ...contents.channels.map(({ members, name }) => ({ members, owner: `channel #${name}` })),
    ...contents.usergroups.map(({ users, handle }) => ({ members: users, owner: `@${handle}` })),
  ]) {
    const stranger = members.find((id) => !people.has(id));
    if (stranger !== undefined) {
      throw new Error(`The local Slack has no person ${stranger}, named as a member of ${owner}.`);
    }
  }
  const channels = contents.channels.map(
    ({ id, name, members, archived = false }): Conversation => ({
      id,
      kind: 'channel',
      name,
      members,
      archived,
    }),
  );
  const direct = contents.people.map(
    ({ id, realName }): Conversation => ({
      id: `D${id.slice(1)}`,
      kind: 'direct',
      name: realName,
      members: [id],
      archived: false,
    }),
  );
  const conversations = [...channels, ...direct];
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  if (byId.size < conversations.length) {
    throw new Error(
      'The local Slack needs ids that differ after their first letter; two are alike.',
    );
  }
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  const withPerson = (userId: string) =>
    people.has(userId) ? byId.get(`D${userId.slice(1)}`) : undefined;
  return {
    people: contents.people,
    conversations,
    person: (id) => people.get(id),
    personByEmail: (email) =>
      contents.people.find((person) => person.email.toLowerCase() === email.toLowerCase()),
    usergroup: (id) => contents.usergroups.find((usergroup) => usergroup.id === id),
    conversation: (id) => byId.get(id),
    conversationNamed: (reference) =>
      byId.get(reference) ?? byName.get(reference.replace(/^#/, '')) ?? withPerson(reference),
    directMessagesWith: withPerson,
  };
};
