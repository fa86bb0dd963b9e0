import { channels, people } from './workspace.ts';

/** Channels by name, direct messages by person: their ids are `D` and the rest of the person's. */
export const conversationName = (id: string): string => {
  const channel = channels.find((each) => each.id === id);
  if (channel !== undefined) return `#${channel.name}`;
  const person = Object.values(people).find((each) => id === `D${each.id.slice(1)}`);
  return person === undefined ? 'a direct message' : `@${person.name}`;
};

/** The short name behind a user id; the id itself for anybody else. */
export const personName = (id: string): string =>
  Object.values(people).find((each) => each.id === id)?.name ?? id;
