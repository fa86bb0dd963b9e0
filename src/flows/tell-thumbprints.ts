import type { ThumbprintEventDetail } from '../core/events/domain-event.ts';
import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { renderThumbprints } from '../core/messages/render-thumbprints.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import type { CaseTable, Clock, FlowOutcome, Ledger, Slack } from './ports.ts';

/** Tells news about an issuer once, to the first channel that Slack takes. */
export const tellThumbprints = (
  detail: ThumbprintEventDetail,
  ports: {
    readonly clock: Clock;
    readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release'>;
    readonly ledger: Ledger;
    readonly slack: Pick<Slack, 'postParent'>;
  },
): Promise<FlowOutcome> =>
  claimed(ports, 'notify', detail.noticeId, async () => {
    const { noticeId, issuer } = detail;
    const refusals: string[] = [];
    for (const contact of detail.contacts) {
      const posted = await ports.slack.postParent(
        { contact, source: 'fallback', confidence: 'low', evidence: 'who looks after federation' },
        renderThumbprints(detail),
      );
      const at = ports.clock.now();
      if (posted.status === 'posted') {
        const { channel, ts } = posted.thread;
        const body = { notice: noticeId, kind: detail.noticeKind, channel, ts };
        await ports.ledger.append([
          ledgerEntry('notice.delivered', at, noticeId, 'notify', issuer, body),
        ]);
        return { did: 'delivered thumbprint-drift', subject: issuer };
      }
      refusals.push(`${contact}: ${posted.code}`);
      const body = { notice: noticeId, kind: detail.noticeKind, where: contact, why: posted.code };
      await ports.ledger.append([
        ledgerEntry('notice.failed', detail.at, `${noticeId}/${contact}`, 'notify', issuer, body),
      ]);
    }
    throw new LastkeyError(
      'nobody-told',
      `Nobody could be told about ${issuer} (${refusals.join(', ')}). Set a channel that the app is in as owners.fallback, then redrive the dead-letter queue.`,
      { retry: 'no' },
    );
  });
