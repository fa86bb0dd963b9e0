import type { Caller } from '../events/change.ts';
import type { Configuration } from '../model/configuration.ts';
import { accountOfArn, nameOfArn, type RoleArn } from '../model/ids.ts';
import type { OwnerContact } from './key-case.ts';

/**
 * The owner ladder: tag, else creator, else the account's channel, else the fallback. Never empty,
 * because the fallback is required. A message that one rung refuses goes to the next.
 */
export const ownersOf = (
  owners: Configuration['owners'],
  key: { readonly accountId: string; readonly userName: string },
  tags: Readonly<Record<string, string>> | undefined,
  creator: Caller | undefined,
): readonly OwnerContact[] => ladder(owners, key.accountId, `user ${key.userName}`, tags, creator);

/** The same ladder for a role: its tags, else the account's channel, else the fallback. */
export const roleOwners = (
  owners: Configuration['owners'],
  roleArn: RoleArn,
  tags: Readonly<Record<string, string>> | undefined,
): readonly OwnerContact[] =>
  ladder(owners, accountOfArn(roleArn) ?? '', `role ${nameOfArn(roleArn)}`, tags, undefined);

const ladder = (
  owners: Configuration['owners'],
  accountId: string,
  bearer: string,
  tags: Readonly<Record<string, string>> | undefined,
  creator: Caller | undefined,
): readonly OwnerContact[] => {
  const rungs: OwnerContact[] = [];
  for (const tagKey of owners.tagKeys) {
    const contact = contactFrom(tags?.[tagKey]);
    if (contact !== undefined) {
      rungs.push({
        contact,
        source: 'tag',
        confidence: 'high',
        evidence: `tag ${tagKey} on ${bearer}`,
      });
    }
  }
  const person = personBehind(creator);
  if (person !== undefined) {
    rungs.push({
      contact: person,
      source: 'creator',
      confidence: 'medium',
      evidence: 'the person who made the key',
    });
  }
  const accountChannel = owners.accounts[accountId];
  if (accountChannel !== undefined) {
    rungs.push({
      contact: accountChannel,
      source: 'account',
      confidence: 'low',
      evidence: 'the channel configured for the account',
    });
  }
  rungs.push({
    contact: owners.fallback,
    source: 'fallback',
    confidence: 'low',
    evidence: 'nobody else is known',
  });
  return rungs.filter(
    (each, index) => rungs.findIndex(({ contact }) => contact === each.contact) === index,
  );
};

/** A contact that Slack can resolve, from a tag value: channel, user id or e-mail address. */
const contactFrom = (value: string | undefined): string | undefined => {
  const text = value?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^#[^\s#]{1,80}$/.test(text) || /^[CGUW][A-Z0-9]{6,}$/.test(text)) return text;
  return emailIn(text);
};

const emailIn = (text: string): string | undefined =>
  /^[^\s@<>:]+@[^\s@<>:]+\.[^\s@<>:]+$/.test(text) ? text.toLowerCase() : undefined;

/** Identity Center and federated sessions carry the person's e-mail address as session name. */
const personBehind = (creator: Caller | undefined): string | undefined => {
  const names = [creator?.sessionName, creator?.userName, nameOfArn(creator?.principalArn ?? '')];
  return names.map((name) => emailIn(name ?? '')).find((email) => email !== undefined);
};
