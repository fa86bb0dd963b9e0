import type { Change } from '../core/events/change.ts';
import { parseChange } from '../core/events/parse-change.ts';
import { unreadableEntry } from '../core/evidence/ledger-entries.ts';
import type { Clock, FlowOutcome, Ledger } from './ports.ts';

/**
 * Parses what came from a queue. Somebody else's event is settled at once; one that cannot be read is
 * recorded first, never dropped.
 */
export const readChange = async (
  body: unknown,
  messageId: string,
  flow: string,
  ports: { readonly clock: Clock; readonly ledger: Ledger },
): Promise<
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'settled'; readonly outcome: FlowOutcome }
> => {
  const parsed = parseChange(body);
  if (parsed.kind === 'change') return parsed;
  if (parsed.kind === 'notForUs') {
    return { kind: 'settled', outcome: { did: 'not for us', subject: parsed.why } };
  }
  const cause = parsed.eventId ?? messageId;
  await ports.ledger.append([unreadableEntry(parsed.why, cause, flow, ports.clock.now())]);
  return { kind: 'settled', outcome: { did: 'unreadable', subject: parsed.why } };
};
