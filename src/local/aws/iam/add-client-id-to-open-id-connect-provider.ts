import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findOidcProvider } from './find.ts';

export const addClientIdToOpenIdConnectProvider: Action = (input, { account }) => {
  const provider = findOidcProvider(account, requiredText(input, 'OpenIDConnectProviderArn'));
  const clientId = requiredText(input, 'ClientID');
  if (!provider.clientIds.includes(clientId)) provider.clientIds.push(clientId);
  return {};
};
