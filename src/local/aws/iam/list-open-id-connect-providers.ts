import type { Action } from '../action.ts';

/** IAM does not page this one. */
export const listOpenIdConnectProviders: Action = (_input, { account }) => ({
  OpenIDConnectProviderList: [...account.oidcProviders.values()].map(({ arn }) => ({ Arn: arn })),
});
