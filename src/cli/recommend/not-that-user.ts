import { InputError } from '../../core/model/errors.ts';
import { closestTo } from '../closest-to.ts';

const mostNames = 8;

/** What to say of a user that is not there: what was meant, or which there are. */
export const notThatUser = (
  userName: string,
  names: readonly string[],
  where: string,
): InputError => {
  const all = [...new Set(names)].sort();
  const meant = closestTo(userName, all) ?? all.find((name) => isSame(name, userName));
  const there =
    all.length === 0
      ? 'it names no user'
      : `it has ${all.slice(0, mostNames).join(', ')}${all.length > mostNames ? ` and ${all.length - mostNames} more` : ''}`;
  return new InputError(
    meant === undefined
      ? `There is no user ${userName} in ${where}: ${there}.`
      : `There is no user ${userName} in ${where}. Did you mean ${meant}?`,
  );
};

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
