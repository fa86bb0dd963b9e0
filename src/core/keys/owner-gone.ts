import type { Instant } from '../model/instant.ts';
import type { KeyCase, OwnerContact } from './key-case.ts';
import type { ReasonId } from './reasons.ts';

/** What Slack says of a person who is not there, and of nobody else. */
const goneCodes: ReadonlySet<string> = new Set([
  'users_not_found',
  'user_not_found',
  'user_disabled',
]);

const id: ReasonId = 'owner-gone';

/**
 * Takes into a case that Slack knows no such owner. Only a person can have left: an archived channel
 * says nothing about its members, and what may pass (a rate limit, an outage) never comes here.
 * @param code Slack's answer to the attempt to reach the owner
 * @returns the same case when it says so already, or when the answer says nothing of the kind
 */
export const ownerGoneCase = (
  keyCase: KeyCase,
  { contact, source }: OwnerContact,
  code: string,
  now: Instant,
): KeyCase => {
  const isPerson = contact.includes('@') || /^[UW][A-Z0-9]{6,}$/.test(contact);
  const isOwner = source === 'tag' || source === 'creator' || source === 'corrected';
  if (!isPerson || !isOwner || !goneCodes.has(code)) return keyCase;
  if (keyCase.reasons.some((reason) => reason.id === id)) return keyCase;
  const text =
    code === 'user_disabled'
      ? `The owner, ${contact}, is deactivated in Slack.`
      : `Slack knows nobody by ${contact}, the owner.`;
  return {
    ...keyCase,
    reasons: [...keyCase.reasons, { id, text }],
    ownerGone: { contact, code, at: now },
  };
};
