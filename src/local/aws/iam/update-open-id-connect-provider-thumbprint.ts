import type { Action } from '../action.ts';
import { requiredText, textList } from '../input.ts';
import { findOidcProvider } from './find.ts';

/** Replaces the whole list. */
export const updateOpenIdConnectProviderThumbprint: Action = (input, { account }) => {
  const provider = findOidcProvider(account, requiredText(input, 'OpenIDConnectProviderArn'));
  provider.thumbprints = [...textList(input, 'ThumbprintList')];
  return {};
};
