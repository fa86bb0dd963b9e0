import type { SweepEventDetail } from '../core/events/sweep-event.ts';
import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { renderSweep } from '../core/messages/render-sweep.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import type { CaseTable, Clock, FlowOutcome, Ledger, Slack } from './ports.ts';

/** Tells what a sweep has to say once, to the first contact that Slack takes. */
export const tellSweep = (
  detail: SweepEventDetail,
  ports: {
    readonly clock: Clock;
    readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release'>;
    readonly ledger: Ledger;
    readonly slack: Pick<Slack, 'postParent'>;
  },
): Promise<FlowOutcome> =>
  claimed(ports, 'notify', detail.noticeId, async () => {
    const { noticeId, topic, contacts } = detail;
    const refusals: string[] = [];
    for (const contact of contacts) {
      const posted = await ports.slack.postParent(
        { contact, source: 'account', confidence: 'low', evidence: 'found by the sweep' },
        renderSweep(detail),
      );
      const at = ports.clock.now();
      if (posted.status === 'posted') {
        const { channel, ts } = posted.thread;
        const body = { notice: noticeId, kind: topic, channel, ts };
        await ports.ledger.append([
          ledgerEntry('notice.delivered', at, noticeId, 'notify', topic, body),
        ]);
        return { did: `delivered ${topic}`, subject: noticeId };
      }
      refusals.push(`${contact}: ${posted.code}`);
      const body = { notice: noticeId, kind: topic, where: contact, why: posted.code };
      await ports.ledger.append([
        ledgerEntry('notice.failed', detail.at, `${noticeId}/${contact}`, 'notify', topic, body),
      ]);
    }
    throw new LastkeyError(
      'nobody-told',
      `Nobody could be told what the sweep found (${refusals.join(', ')}). Set a channel that the app is in as owners.fallback, then redrive the dead-letter queue.`,
      { retry: 'no' },
    );
  });
