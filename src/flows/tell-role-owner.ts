import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import {
  isUntold,
  type RoleCase,
  type RoleCaseKey,
  roleCaseName,
  roleNoticeId,
} from '../core/federation/role-case.ts';
import type { OwnerContact, Thread } from '../core/keys/key-case.ts';
import { renderRoleCase } from '../core/messages/render-role-case.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import type { CaseTable, Clock, FlowOutcome, Ledger, RoleCases, Slack } from './ports.ts';
import { updateRoleCase } from './update-role-case.ts';

export interface TellRoleOwnerPorts {
  readonly clock: Clock;
  readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release'>;
  readonly roles: RoleCases;
  readonly ledger: Ledger;
  readonly slack: Pick<Slack, 'postParent' | 'updateParent'>;
}

/**
 * Shows the present state of a role's case to its owner: one message a round, updated in place. A
 * message that Slack refuses to update is posted anew, on the next rung of the ladder.
 */
export const tellRoleOwner = (
  { key, noticeId }: { readonly key: RoleCaseKey; readonly noticeId: string },
  ports: TellRoleOwnerPorts,
): Promise<FlowOutcome> => {
  const name = roleCaseName(key);
  return claimed(ports, 'notify', `${name}/${noticeId}`, async () => {
    const roleCase = await ports.roles.read(key);
    if (roleCase === null) {
      throw new LastkeyError('no-notice', `There is no case ${name}, so nothing was sent.`, {
        retry: 'no',
      });
    }
    if (!isUntold(roleCase)) return { did: 'already delivered', subject: name };
    await oneAtATime(roleCase, ports, () => show(roleCase, ports));
    return { did: `delivered ${key.about}`, subject: name };
  });
};

/** Two notices of one round would open two messages. */
const oneAtATime = async (
  { key, round }: RoleCase,
  ports: TellRoleOwnerPorts,
  story: () => Promise<void>,
): Promise<void> => {
  const id = `${roleCaseName(key)}/${round}`;
  const claim = await ports.cases.claim('show-role', id, ports.clock.now(), 60);
  if (claim !== 'claimed') {
    throw new LastkeyError(
      'thread-opening',
      `Another notice about ${roleCaseName(key)} is being shown just now. It will be tried again.`,
      { retry: 'yes', retryAfterSeconds: 5 },
    );
  }
  try {
    await story();
  } finally {
    await ports.cases.release('show-role', id);
  }
};

const show = async (roleCase: RoleCase, ports: TellRoleOwnerPorts): Promise<void> => {
  const { thread, owners } = roleCase;
  if (thread !== undefined) {
    const updated = await ports.slack.updateParent(thread, renderRoleCase(roleCase));
    if (updated.status === 'posted') return shown(roleCase, thread, ports);
    await noteRefused(roleCase, thread.contact, updated.code, ports);
  }
  const refusals: string[] = [];
  for (const contact of owners) {
    const posted = await ports.slack.postParent(contact, renderRoleCase(roleCase, contact));
    if (posted.status === 'posted') return shown(roleCase, posted.thread, ports);
    refusals.push(`${contact.contact}: ${posted.code}`);
    await noteRefused(roleCase, contact, posted.code, ports);
  }
  throw new LastkeyError(
    'nobody-told',
    `No owner of ${roleCase.key.roleArn} could be told (${refusals.join(', ') || 'nobody is left to ask'}). Set a channel that the app is in as owners.fallback, then redrive the dead-letter queue.`,
    { retry: 'no' },
  );
};

/** What was shown is this revision, whatever the case has become since. */
const shown = async (
  roleCase: RoleCase,
  thread: Thread,
  ports: TellRoleOwnerPorts,
): Promise<void> => {
  const { key, round, revision } = roleCase;
  await updateRoleCase(ports.roles, key, (now) =>
    now === null || now.round !== round
      ? now
      : { ...now, thread, shown: Math.max(now.shown, revision) },
  );
  const { channel, ts } = thread;
  const body = { notice: `${round}:${revision}`, kind: key.about, channel, ts };
  const cause = `${key.roleArn}/${round}:${revision}/${channel}`;
  await ports.ledger.append([
    ledgerEntry('notice.delivered', ports.clock.now(), cause, 'notify', key.roleArn, body),
  ]);
};

/** The same refusal of a redelivered notice is the same entry. */
const noteRefused = (
  roleCase: RoleCase,
  { contact }: OwnerContact,
  why: string,
  ports: TellRoleOwnerPorts,
): Promise<void> => {
  const { key } = roleCase;
  const notice = roleNoticeId(roleCase);
  const since = 'judged' in roleCase ? roleCase.judged.at : roleCase.firstSeenAt;
  const cause = `${key.roleArn}/${notice}/${contact}/${why}`;
  const body = { notice, kind: key.about, where: contact, why, at: ports.clock.now() };
  return ports.ledger.append([
    ledgerEntry('notice.failed', since, cause, 'notify', key.roleArn, body),
  ]);
};
