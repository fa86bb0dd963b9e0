import type { Change, OidcProviderChange, TrustChange } from '../core/events/change.ts';
import { parseChange } from '../core/events/parse-change.ts';
import { recordedEntry, unreadableEntry } from '../core/evidence/ledger-entries.ts';
import { claimed } from './claimed.ts';
import type { CaseTable, Clock, FlowOutcome, Ledger } from './ports.ts';

export interface FederationChangedPorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly ledger: Ledger;
}

/** A trust policy or an identity provider changed: who, what and when goes into the ledger. */
export const federationChanged = async (
  body: unknown,
  messageId: string,
  ports: FederationChangedPorts,
): Promise<FlowOutcome> => {
  const parsed = parseChange(body);
  if (parsed.kind === 'notForUs') return { did: 'not for us', subject: parsed.why };
  if (parsed.kind === 'unreadable') {
    const cause = parsed.eventId ?? messageId;
    const now = ports.clock.now();
    await ports.ledger.append([unreadableEntry(parsed.why, cause, 'federation-changed', now)]);
    return { did: 'unreadable', subject: parsed.why };
  }
  const { change } = parsed;
  const subject = subjectOf(change);
  if (subject === undefined) return { did: 'not for us', subject: change.kind };
  return claimed(ports, 'federation-changed', change.eventId, async () => {
    await ports.ledger.append([recordedEntry(change, 'federation-changed', subject)]);
    return { did: `recorded: ${change.kind}`, subject, change };
  });
};

/** The role or provider that a change is about; `undefined` for changes of another kind. */
const subjectOf = (change: Change): string | undefined => {
  if (isTrustChange(change)) return `${change.accountId}/role/${change.roleName ?? 'unknown'}`;
  if (isProviderChange(change)) {
    return change.openIdConnectProviderArn ?? `${change.accountId}/oidc-provider/unknown`;
  }
  return undefined;
};

const isTrustChange = (change: Change): change is TrustChange =>
  change.kind === 'CreateRole' || change.kind === 'UpdateAssumeRolePolicy';

const isProviderChange = (change: Change): change is OidcProviderChange =>
  change.kind.endsWith('OpenIDConnectProvider') ||
  change.kind === 'UpdateOpenIDConnectProviderThumbprint';
