import { decide } from '../../core/keys/decide.ts';
import { neverMet } from '../../core/keys/decision.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { unknown } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { InspectionOptions } from '../../flows/inspect-accounts.ts';
import { keysWithFacts } from './facts-of-key.ts';

/**
 * Whose keys are asked for by `ListAccessKeys`: those of every user who has one; with `fast`, of the
 * users about whose keys the report alone has something to say.
 */
export const needsIds =
  (fast: boolean, configuration: Configuration, now: Instant): InspectionOptions['needsIds'] =>
  (user, keys) => {
    if (!user.keyCount.known) return true;
    if (!fast) return keys.length > 0 || user.keyCount.value > 0;
    const read = {
      coverage: 'read',
      users: [user],
      keys,
      details: unknown('not asked for with --fast', 'GetAccountAuthorizationDetails'),
      serviceCredentials: unknown('not asked for with --fast', 'ListServiceSpecificCredentials'),
      gaps: [],
      notes: [],
    } as const;
    const [key] = keys;
    const account = { accountId: key?.accountId ?? ('' as AccountId), ous: undefined };
    return keysWithFacts(account, read, now).some(
      ({ facts }) => decide(facts, configuration, neverMet(), now).reasons.length > 0,
    );
  };
