import { expect, it } from 'vitest';
import { suspiciousHost } from '../../../src/core/federation/thumbprints/suspicious-host.ts';

const found = (url: string) => suspiciousHost({ url }).map(({ id }) => id);

it.each([
  'token.actions.githubusercontent.com',
  'token.actions.githubusercontent.com/acme',
  'gitlab.com',
  'gitlab.company.com',
  'gitlab.acme.io',
  'code.gitlab.com',
  'sts.windows.net/1a2b3c4d-0000-4000-8000-123456789abc/',
  'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF',
  'oidc.circleci.com/org/5f0a1c2e-1111-4222-8333-000011112222',
  'idp.example.com',
])('%s is what it says', (url) => {
  expect(found(url)).toEqual([]);
});

it.each([
  'token.actions.githubusercontent.com.evil.example',
  'token.actions.githubusercontents.com',
  'token.action.githubusercontent.com',
  'token-actions.githubusercontent.com',
  'tokens.actions.githubusercontent.com',
  'gitIab.com',
  'gitlab.com.example.net',
  'sts.windovvs.net/1a2b3c4d-0000-4000-8000-123456789abc/',
  'accounts.goog1e.com',
  'login.rnicrosoftonline.com/x/v2.0',
])('%s looks like another', (url) => {
  expect(found(url)).toEqual(['provider.look-alike']);
});

it.each([
  'my-cluster.s3.amazonaws.com',
  's3.eu-west-1.amazonaws.com/my-bucket',
  'my-bucket.s3.eu-west-1.amazonaws.com',
  'd111111abcdef8.cloudfront.net',
  'acme.github.io',
])('%s is a rented name', (url) => {
  expect(found(url)).toEqual(['provider.rented-host']);
});
