import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText, textList } from '../input.ts';
import { readTags } from './read-tags.ts';
import { tagsShape } from './shapes.ts';

/** IAM would fetch a thumbprint when none is given; the local organization reaches nobody, so none it is. */
export const createOpenIdConnectProvider: Action = (input, { account, now }) => {
  const url = requiredText(input, 'Url');
  if (!url.startsWith('https://')) {
    throw new AwsError('ValidationError', 400, 'Invalid Open ID Connect Provider URL');
  }
  const name = url.slice('https://'.length).replace(/\/$/, '');
  const arn = `arn:aws:iam::${account.accountId}:oidc-provider/${name}`;
  if (account.oidcProviders.has(arn)) {
    throw new AwsError('EntityAlreadyExists', 409, `Provider with url ${url} already exists.`);
  }
  const tags = new Map(readTags(input));
  account.oidcProviders.set(arn, {
    arn,
    url: name,
    createdAt: now,
    clientIds: [...textList(input, 'ClientIDList')],
    thumbprints: [...textList(input, 'ThumbprintList')],
    tags,
  });
  return {
    OpenIDConnectProviderArn: arn,
    ...(tags.size > 0 ? { Tags: tagsShape(tags) } : {}),
  };
};
