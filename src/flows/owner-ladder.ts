import { accessKeyName } from '../core/keys/access-key.ts';
import type { KeyCase, Notice, OwnerContact, Thread } from '../core/keys/key-case.ts';
import { ownerGoneCase } from '../core/keys/owner-gone.ts';
import { renderCaseMessage } from '../core/messages/render-case-message.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { noteFailed, recordUndelivered } from './delivery-record.ts';
import type { CaseTable, Clock, Ledger, Slack } from './ports.ts';
import { updateCase } from './update-case.ts';

interface LadderPorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly ledger: Ledger;
  readonly slack: Slack;
}

/** Rung by rung; each refusal is recorded. A failure that may pass is thrown and climbs no further. */
export const climb = async (
  keyCase: KeyCase,
  notice: Notice,
  ladder: readonly OwnerContact[],
  ports: LadderPorts,
): Promise<Thread> => {
  const refusals: string[] = [];
  let told = keyCase;
  for (const asked of ladder) {
    const message = renderCaseMessage(told, { asked });
    const posted = await ports.slack.postParent(asked, message);
    if (posted.status === 'posted') return posted.thread;
    refusals.push(`${asked.contact}: ${posted.code}`);
    await noteFailed(keyCase, notice, ports, asked.contact, posted.code);
    // Whoever is asked next reads that the owner has left.
    const at = ports.clock.now();
    const kept = await updateCase(ports.cases, keyCase.key, (each) =>
      ownerGoneCase(each, asked, posted.code, at),
    );
    told = kept ?? told;
  }
  const why = refusals.length === 0 ? 'nobody is left to ask' : refusals.join(', ');
  await recordUndelivered(keyCase, notice, why, ports);
  throw new LastkeyError(
    'nobody-told',
    `No owner of key ${keyCase.key.accessKeyId} could be told (${why}). Set a channel that the app is in as owners.fallback, then redrive the dead-letter queue.`,
    { retry: 'no' },
  );
};

/** Two notices that find no thread at the same moment open one thread, not two. */
export const oncePerThread = async (
  keyCase: KeyCase,
  ports: Pick<LadderPorts, 'clock' | 'cases'>,
  open: () => Promise<Thread>,
): Promise<Thread> => {
  const id = `${accessKeyName(keyCase.key)}/${keyCase.thread?.ts ?? 'first'}`;
  const claim = await ports.cases.claim('open-thread', id, ports.clock.now(), 180);
  if (claim !== 'claimed') {
    throw new LastkeyError(
      'thread-opening',
      `Another notice opens the thread of ${keyCase.key.accessKeyId} just now. It will be tried again.`,
      { retry: 'yes', retryAfterSeconds: 5 },
    );
  }
  try {
    const thread = await open();
    await ports.cases.finish('open-thread', id, ports.clock.now());
    return thread;
  } catch (error) {
    await ports.cases.release('open-thread', id);
    throw error;
  }
};
