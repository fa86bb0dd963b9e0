import { isOfHealth, parseCredentialRisk } from '../core/events/parse-credential-risk.ts';
import { unreadableEntry } from '../core/evidence/ledger-entries.ts';
import { type Exposure, isQuarantinePolicy } from '../core/keys/exposure.ts';
import type { AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';
import type { Clock, FlowOutcome, Ledger } from './ports.ts';
import { readChange } from './read-change.ts';

/** What one event says about keys in public. */
export interface SaidExposures {
  readonly eventId: string;
  readonly at: Instant;
  readonly accountId: AccountId;
  readonly exposures: readonly Exposure[];
  /** What it names and is no access key. */
  readonly others: readonly string[];
}

/** Reads an event of AWS Health, or CloudTrail's of a quarantine; neither is dropped when it cannot be read. */
export const readExposures = async (
  body: unknown,
  messageId: string,
  ports: { readonly clock: Clock; readonly ledger: Ledger },
): Promise<
  | { readonly kind: 'said'; readonly said: SaidExposures }
  | { readonly kind: 'settled'; readonly outcome: FlowOutcome }
> => {
  if (isOfHealth(body)) {
    const parsed = parseCredentialRisk(body);
    if (parsed.kind === 'notForUs') return settled('not for us', parsed.why);
    if (parsed.kind === 'unreadable') {
      const entry = unreadableEntry(parsed.why, messageId, 'key-exposed', ports.clock.now());
      await ports.ledger.append([entry]);
      return settled('unreadable', parsed.why);
    }
    const { kind: _kind, ...said } = parsed;
    return { kind: 'said', said };
  }
  const read = await readChange(body, messageId, 'key-exposed', ports);
  if (read.kind === 'settled') return read;
  const { change } = read;
  if (change.kind !== 'AttachUserPolicy' || !isQuarantinePolicy(change.policyArn ?? '')) {
    return settled('not for us', change.kind);
  }
  if (change.outcome === 'failed') return settled('not for us', 'the quarantine was refused');
  const { eventId, time: at, accountId, userName } = change;
  if (userName === undefined) return settled('not for us', 'the event does not name the user');
  const exposure = { source: 'quarantine-policy', eventId, at, accountId, userName } as const;
  return { kind: 'said', said: { eventId, at, accountId, exposures: [exposure], others: [] } };
};

const settled = (did: string, subject: string) => ({
  kind: 'settled' as const,
  outcome: { did, subject },
});
