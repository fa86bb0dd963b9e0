import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';

/** Deleting one that is not there succeeds, as in IAM. */
export const deleteOpenIdConnectProvider: Action = (input, { account }) => {
  account.oidcProviders.delete(requiredText(input, 'OpenIDConnectProviderArn'));
  return {};
};
