import type { Change, OidcProviderChange, TrustChange } from '../core/events/change.ts';
import { recordedEntry } from '../core/evidence/ledger-entries.ts';
import { claimed } from './claimed.ts';
import type { JudgeChangePorts, JudgeChangeSettings } from './judge-change.ts';
import { judgeProviderChange } from './judge-provider-change.ts';
import { judgeRoleChange } from './judge-role-change.ts';
import { noteRoleCreated } from './note-role-created.ts';
import type { CaseTable, FlowOutcome } from './ports.ts';
import { readChange } from './read-change.ts';

export interface FederationChangedPorts extends JudgeChangePorts {
  readonly cases: CaseTable;
}

/**
 * A trust policy or an identity provider changed: every role that it concerns is judged at once, and
 * its owner is told when it got worse. Who, what, when and both verdicts go into the ledger.
 */
export const federationChanged = async (
  body: unknown,
  messageId: string,
  ports: FederationChangedPorts,
  settings: JudgeChangeSettings,
): Promise<FlowOutcome> => {
  const read = await readChange(body, messageId, 'federation-changed', ports);
  if (read.kind === 'settled') return read.outcome;
  const { change } = read;
  const subject = subjectOf(change);
  if (subject === undefined) return { did: 'not for us', subject: change.kind };
  return claimed(ports, 'federation-changed', change.eventId, async () => {
    if (change.outcome === 'succeeded') {
      if (isTrustChange(change)) {
        const outcome = await judgeRoleChange(change, subject, ports, settings);
        await noteRoleCreated(change, ports);
        return outcome;
      }
      if (isProviderChange(change)) return judgeProviderChange(change, subject, ports, settings);
    }
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
