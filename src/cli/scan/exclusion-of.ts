import type { Configuration } from '../../core/model/configuration.ts';

/**
 * Why an account is left out, and by whom; `undefined` when it is not.
 * @param state of the account in the organization; `undefined`: not listed
 */
export const exclusionOf = (
  accountId: string,
  state: string | undefined,
  { organization }: Pick<Configuration, 'organization'>,
): string | undefined => {
  if (state !== undefined && state !== 'ACTIVE') {
    return `${state} in AWS Organizations: nobody can read it or use its keys`;
  }
  const excluded = organization.exclude.find(({ account }) => account === accountId);
  return excluded === undefined
    ? undefined
    : `left out by ${excluded.by} in the configuration: ${excluded.reason}`;
};
