import type { AccessKeyChange, UserChange } from '../core/events/change.ts';
import type { KeyFacts } from '../core/keys/key-facts.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { known } from '../core/model/fact.ts';
import type { Exceptions } from './exception-ports.ts';
import type { AccountNames, Clock, Ledger } from './ports.ts';
import { recordTagException } from './record-tag-exception.ts';

/**
 * The facts with what a configured tag of the user stands for, recorded first. Without a configured
 * tag, or while the user or its exceptions are unknown, the facts as they are.
 */
export const withTagException = async (
  change: AccessKeyChange | UserChange,
  facts: KeyFacts,
  ports: {
    readonly clock: Clock;
    readonly names: AccountNames;
    readonly exceptions: Exceptions;
    readonly ledger: Ledger;
  },
  { exceptions: settings, owners }: Pick<Configuration, 'exceptions' | 'owners'>,
): Promise<KeyFacts> => {
  const { user, exceptions } = facts;
  const { accountId, userName } = change;
  if (settings.tagKeys.length === 0 || userName === undefined) return facts;
  if (!user.known || user.value === null || !exceptions.known) return facts;
  const { tags } = user.value;
  const ownerTag = owners.tagKeys.find((key) => Object.hasOwn(tags, key));
  const now = ports.clock.now();
  const recorded = await recordTagException(
    {
      accountId,
      accountName: await ports.names.nameOf(accountId),
      userName,
      tags,
      owner: tags[ownerTag ?? ''] || owners.fallback,
    },
    exceptions.value,
    now,
    ports,
    settings,
  );
  return { ...facts, exceptions: known(recorded, now, 'case table') };
};
