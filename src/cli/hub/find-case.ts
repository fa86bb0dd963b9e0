import { accessKeyName } from '../../core/keys/access-key.ts';
import type { KeyCase } from '../../core/keys/key-case.ts';
import { InputError } from '../../core/model/errors.ts';
import type { HubWorld } from './hub-world.ts';
import type { Target } from './key-target.ts';

/**
 * The one case of a key.
 * @throws InputError when lastkey knows none, or several
 */
export const findCase = async (
  target: Extract<Target, { kind: 'key' }>,
  hub: Pick<HubWorld, 'casesOfKey'>,
): Promise<KeyCase> => {
  const cases = (await hub.casesOfKey(target.accessKeyId)).filter(
    ({ key }) =>
      key.accessKeyId === target.accessKeyId &&
      (target.accountId ?? key.accountId) === key.accountId &&
      (target.userName ?? key.userName) === key.userName,
  );
  const [only] = cases;
  if (only !== undefined && cases.length === 1) return only;
  throw new InputError(
    only === undefined
      ? `lastkey knows nothing about key ${target.accessKeyId}. Check the id, and that your credentials are of the hub account.`
      : `Several keys have the id ${target.accessKeyId}. Name one of: ${cases.map(({ key }) => accessKeyName(key)).join(', ')}.`,
  );
};
