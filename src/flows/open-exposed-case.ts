import { openedCase } from '../core/keys/case-changes.ts';
import { decide } from '../core/keys/decide.ts';
import { neverMet } from '../core/keys/decision.ts';
import { exposedCase } from '../core/keys/exposed-case.ts';
import { type Exposure, exposedReason } from '../core/keys/exposure.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { describeUnknowns } from '../core/keys/key-facts.ts';
import { settingsForKey } from '../core/keys/key-settings.ts';
import { withNotice } from '../core/keys/notices.ts';
import { ownersOf } from '../core/keys/owners.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { known } from '../core/model/fact.ts';
import type { EventId } from '../core/model/ids.ts';
import { openingOf, unseenCreation } from '../core/sweep/swept-case.ts';
import type { LookedAt } from './closer-look.ts';
import type { CaseTable, Clock, MemberAccount } from './ports.ts';
import { recommendFor } from './recommend-for.ts';
import { updateCase } from './update-case.ts';

/** Opens the case of a key in public that lastkey has never met; one that was opened meanwhile takes it in. */
export const openExposedCase = async (
  { key, facts, asked }: LookedAt,
  exposure: Exposure,
  account: { readonly accountName: string; readonly member: MemberAccount },
  ports: { readonly clock: Clock; readonly cases: CaseTable },
  configuration: Configuration,
): Promise<KeyCase> => {
  const now = ports.clock.now();
  const exposed = { ...facts, exposed: known(true, exposure.at, exposure.source) };
  const decision = decide(exposed, configuration, neverMet(), now);
  const opening = {
    ...openingOf(key, exposed, decision, describeUnknowns(asked)),
    reasons: [
      exposedReason(exposure.source),
      ...decision.reasons.filter(({ id }) => id !== 'exposed'),
    ],
    tell: false,
  };
  const change = { ...unseenCreation(key, now), eventId: exposure.eventId as EventId };
  const replacement = await recommendFor(
    opening,
    change,
    { facts: asked, member: account.member },
    configuration,
    now,
  );
  const tags = asked.user.known ? asked.user.value?.tags : undefined;
  const opened = withNotice(
    openedCase(opening, {
      change,
      accountName: account.accountName,
      owners: ownersOf(configuration.owners, key, tags, undefined),
      replacement,
      lastUse: facts.lastUse.known ? facts.lastUse.value : undefined,
      now,
    }),
    {
      kind: 'exposed',
      cause: exposure.eventId,
      at: now,
      details: { source: exposure.source },
    },
  );
  const written = await ports.cases.writeCase(opened);
  if (written !== 'changed') return written;
  const { settings } = settingsForKey(configuration, facts.place);
  const updated = await updateCase(ports.cases, key, (each) =>
    exposedCase(each, exposure, settings, ports.clock.now()),
  );
  if (updated !== null) return updated;
  throw new LastkeyError(
    'case-changed',
    `The case of ${key.accessKeyId} changed while it was being opened. It will be tried again.`,
    { retry: 'yes' },
  );
};
