import { pendingEvents } from '../core/events/case-event.ts';
import type { TrustChange } from '../core/events/change.ts';
import { roleCreated } from '../core/keys/migration.ts';
import type { CaseTable, DomainEvents } from './ports.ts';
import { updateCase } from './update-case.ts';

/**
 * A role was made: the cases that proposed it say so.
 * @returns how many cases did
 */
export const noteRoleCreated = async (
  change: TrustChange,
  ports: { readonly cases: CaseTable; readonly events: DomainEvents },
): Promise<number> => {
  if (change.kind !== 'CreateRole' || change.roleArn === undefined) return 0;
  const { roleArn, time, eventId } = change;
  const proposing = await ports.cases.casesRecommending(roleArn);
  for (const { key } of proposing) {
    const written = await updateCase(ports.cases, key, (each) =>
      roleCreated(each, roleArn, time, eventId),
    );
    if (written !== null) await ports.events.publish(pendingEvents(written, eventId));
  }
  return proposing.length;
};
