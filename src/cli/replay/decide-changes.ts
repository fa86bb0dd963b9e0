import type { AccessKeyChange, Change, UserChange } from '../../core/events/change.ts';
import { accessKeyName } from '../../core/keys/access-key.ts';
import {
  deletedCase,
  disabledElsewhere,
  openedCase,
  reactivatedCase,
} from '../../core/keys/case-changes.ts';
import { decideOnChange, type KeyDecision } from '../../core/keys/decide-on-change.ts';
import type { KeyCase } from '../../core/keys/key-case.ts';
import { noFacts } from '../../core/keys/key-facts.ts';
import { ownersOf } from '../../core/keys/owners.ts';
import { renderCaseMessage } from '../../core/messages/render-case-message.ts';
import { renderNotice } from '../../core/messages/render-notice.ts';
import type { SlackMessage } from '../../core/messages/slack-message.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { unknown } from '../../core/model/fact.ts';
import { recommend } from '../../core/replacement/recommend.ts';

/** The roles that the member stack makes for acting: their calls are lastkey's own. */
const ownRoles = ['lastkey/lastkey-respond', 'lastkey/lastkey-rotate'];

/** What a replay knows about an account: nothing but what its logs say. */
const notRead = 'a replay reads log files, not the account';

export interface ReplayedDecision {
  readonly change: AccessKeyChange | UserChange;
  readonly decision: KeyDecision;
}

/** A message that would be sent: the first of a case, or a reply in its thread. */
export interface ReplayedMessage {
  readonly change: AccessKeyChange | UserChange;
  readonly keyCase: KeyCase;
  readonly position: 'parent' | 'reply';
  readonly message: SlackMessage;
}

/**
 * Decides about each change as if it had just been seen, in the given order, and carries the cases
 * along. The same decisions and words as in the deployed functions; every fact that they would read
 * from the account is unknown here, and the messages say so.
 */
export const decideChanges = (
  changes: readonly Change[],
  configuration: Configuration,
): {
  readonly decisions: readonly ReplayedDecision[];
  readonly messages: readonly ReplayedMessage[];
} => {
  const cases = new Map<string, KeyCase>();
  const decisions: ReplayedDecision[] = [];
  const messages: ReplayedMessage[] = [];
  for (const change of changes.filter(isAboutKeys)) {
    const name = caseName(change);
    const before = name === undefined ? undefined : cases.get(name);
    const decision = decideOnChange({
      ous: undefined,
      change,
      facts: noFacts(notRead),
      keyCase: before ?? null,
      configuration,
      ownRoles,
      now: change.time,
    });
    decisions.push({ change, decision });
    const after = caseAfter(decision, change, before, configuration);
    if (after === undefined) continue;
    cases.set(accessKeyName(after.key), after);
    messages.push(...newMessages(change, before, after));
  }
  return { decisions, messages };
};

const isAboutKeys = (change: Change): change is AccessKeyChange | UserChange =>
  change.kind === 'CreateAccessKey' ||
  change.kind === 'UpdateAccessKey' ||
  change.kind === 'DeleteAccessKey' ||
  change.kind === 'CreateUser' ||
  change.kind === 'DeleteUser';

const caseName = (change: AccessKeyChange | UserChange): string | undefined => {
  if (!('accessKeyId' in change)) return undefined;
  const { accountId, userName, accessKeyId } = change;
  return userName === undefined || accessKeyId === undefined
    ? undefined
    : accessKeyName({ accountId, userName, accessKeyId });
};

const caseAfter = (
  decision: KeyDecision,
  change: AccessKeyChange | UserChange,
  before: KeyCase | undefined,
  configuration: Configuration,
): KeyCase | undefined => {
  switch (decision.kind) {
    case 'record':
    case 'look-again': // needs facts that a log does not hold
      return undefined;
    case 'open-case':
      return openCase(decision, change, configuration);
    case 're-activated':
      return before && reactivatedCase(before, decision, change, change.time);
    case 'disabled-elsewhere':
      return before && disabledElsewhere(before, change, change.time);
    case 'gone':
      return before && deletedCase(before, change, change.time);
  }
};

const openCase = (
  decision: Extract<KeyDecision, { kind: 'open-case' }>,
  change: AccessKeyChange | UserChange,
  configuration: Configuration,
): KeyCase =>
  openedCase(decision, {
    change,
    accountName: decision.key.accountId,
    owners: ownersOf(configuration.owners, decision.key, undefined, change.by),
    replacement: recommend({
      key: decision.key,
      holder: decision.holder,
      user: unknown(notRead, 'GetUser'),
      lastUse: unknown(notRead, 'GetAccessKeyLastUsed'),
      createdBy: change.by,
      ...(change.userAgent === undefined ? {} : { createdWith: change.userAgent }),
      roles: unknown(notRead, 'ListRoles'),
      identityProviders: unknown(notRead, 'ListOpenIDConnectProviders'),
      usage: unknown(notRead, 'CloudTrail'),
      federation: configuration.federation,
      ...(configuration.organization.id === ''
        ? {}
        : { organizationId: configuration.organization.id }),
      answers: {},
      federationUses: [],
      now: change.time,
    }),
    lastUse: undefined,
    now: change.time,
  });

const newMessages = (
  change: AccessKeyChange | UserChange,
  before: KeyCase | undefined,
  after: KeyCase,
): readonly ReplayedMessage[] => {
  const known = new Set(before?.notices.map(({ id }) => id));
  return after.notices
    .filter(({ id }) => !known.has(id))
    .map((notice) =>
      notice.kind === 'found'
        ? { change, keyCase: after, position: 'parent', message: renderCaseMessage(after) }
        : { change, keyCase: after, position: 'reply', message: renderNotice(after, notice) },
    );
};
