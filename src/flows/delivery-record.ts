import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import type { KeyCase, Notice, Thread } from '../core/keys/key-case.ts';
import type { CaseTable, Clock, Ledger } from './ports.ts';
import { updateCase } from './update-case.ts';

interface RecordPorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly ledger: Ledger;
}

/** The notice's own message is in Slack: first into the case, which the next act depends on. */
export const recordDelivered = async (
  keyCase: KeyCase,
  notice: Notice,
  thread: Thread,
  ts: string,
  ports: RecordPorts,
): Promise<KeyCase | null> => {
  const { channel } = thread;
  const delivery = { status: 'delivered', at: ports.clock.now(), channel, ts } as const;
  const written = await updateCase(ports.cases, keyCase.key, (each) =>
    withDelivery(each, notice.id, delivery),
  );
  await noteDelivered(keyCase, notice, delivery, ports);
  return written;
};

/** The delivery's own time and place: recording it again changes nothing. */
export const noteDelivered = (
  { key }: KeyCase,
  notice: Notice,
  { at, channel, ts }: Extract<Notice['delivery'], { status: 'delivered' }>,
  ports: Pick<RecordPorts, 'ledger'>,
): Promise<void> => {
  const cause = `${accessKeyName(key)}/${notice.id}/${channel}`;
  const body = { notice: notice.id, kind: notice.kind, channel, ts };
  return ports.ledger.append([
    ledgerEntry('notice.delivered', at, cause, 'notify', accessKeyName(key), body),
  ]);
};

/** Nobody could be told. The notice can still be delivered by a redrive. */
export const recordUndelivered = async (
  keyCase: KeyCase,
  notice: Notice,
  why: string,
  ports: RecordPorts,
): Promise<void> => {
  const at = ports.clock.now();
  await updateCase(ports.cases, keyCase.key, (each) =>
    withDelivery(each, notice.id, { status: 'failed', at, why }),
  );
};

/**
 * Where it did not go, and why; never what was said. The same refusal of a redelivered notice is the
 * same entry.
 */
export const noteFailed = (
  { key }: KeyCase,
  notice: Notice,
  ports: Pick<RecordPorts, 'clock' | 'ledger'>,
  where: string,
  why: string,
): Promise<void> => {
  const cause = `${accessKeyName(key)}/${notice.id}/${where}/${why}`;
  const body = { notice: notice.id, kind: notice.kind, where, why, at: ports.clock.now() };
  return ports.ledger.append([
    ledgerEntry('notice.failed', notice.at, cause, 'notify', accessKeyName(key), body),
  ]);
};

const withDelivery = (
  keyCase: KeyCase,
  noticeId: string,
  delivery: Notice['delivery'],
): KeyCase => ({
  ...keyCase,
  notices: keyCase.notices.map((each) => (each.id === noticeId ? { ...each, delivery } : each)),
});
