import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findOidcProvider } from './find.ts';
import { tagsShape } from './shapes.ts';

export const getOpenIdConnectProvider: Action = (input, { account }) => {
  const provider = findOidcProvider(account, requiredText(input, 'OpenIDConnectProviderArn'));
  return {
    Url: provider.url,
    ClientIDList: provider.clientIds,
    ThumbprintList: provider.thumbprints,
    CreateDate: new Date(provider.createdAt),
    ...(provider.tags.size > 0 ? { Tags: tagsShape(provider.tags) } : {}),
  };
};
