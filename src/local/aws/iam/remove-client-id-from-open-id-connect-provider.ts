import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findOidcProvider } from './find.ts';

/** Removing one that is not there succeeds, as in IAM. */
export const removeClientIdFromOpenIdConnectProvider: Action = (input, { account }) => {
  const provider = findOidcProvider(account, requiredText(input, 'OpenIDConnectProviderArn'));
  const place = provider.clientIds.indexOf(requiredText(input, 'ClientID'));
  if (place >= 0) provider.clientIds.splice(place, 1);
  return {};
};
