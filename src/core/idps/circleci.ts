import { anyText, guid, textWithout } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Two token versions; the second adds where the code came from. Branches may hold `/`. */
export const circleci: IdentityProvider = {
  id: 'circleci',
  name: 'CircleCI',
  issuer: 'https://oidc.circleci.com/org/<organization id>',
  matches: (provider) => provider.startsWith('oidc.circleci.com/org/'),
  tenantIn: 'issuer',
  audience: 'the organization id; `circleci run oidc get --claims` asks for another',
  fields: {
    project: guid('99999999-aaaa-bbbb-cccc-000000000001', '9f8e7d6c-aaaa-bbbb-cccc-ddddeeeeffff'),
    user: guid('99999999-aaaa-bbbb-cccc-000000000002', '5e6f7a8b-aaaa-bbbb-cccc-ddddeeeeffff'),
    origin: textWithout(/[^\s]/, 'github.com/my-org/other', 'github.com/my-org/my-repo'),
    branch: textWithout(/[^\s:~^?*[\\]/, 'feature', 'main'),
    stream: textWithout(/[a-z/-]/, 'file-streaming/audit-logs', 'file-streaming/audit-logs'),
    audience: anyText('sts.amazonaws.com', 'sts.amazonaws.com'),
  },
  forms: (provider) => {
    const organization = provider.slice('oidc.circleci.com/org/'.length);
    const job = `org/${organization}/project/<project>/user/<user>`;
    const common = { aud: '<audience>', 'oidc.circleci.com/project-id': '<project>' };
    return [
      { id: 'job', claims: { sub: job, ...common } },
      {
        id: 'job-v2',
        claims: {
          sub: `${job}/vcs-origin/<origin>/vcs-ref/refs/heads/<branch>`,
          ...common,
        },
      },
      {
        // Audit-log streaming has one subject.
        id: 'audit-log',
        claims: { sub: `org/${organization}/file-streaming/audit-logs`, aud: '<audience>' },
        pins: { tenant: [[]], workload: [[]] },
      },
    ];
  },
  pins: { tenant: [], project: [['project'], ['origin']], workload: [['branch'], ['user']] },
  // One project, every branch of it: with a star for the user, a branch can be named so that the rest
  // of the subject reads like another one, because branches may hold slashes.
  recommended: {
    StringEquals: {
      '<provider>:aud': '<organization>',
      '<provider>:oidc.circleci.com/project-id': '9f8e7d6c-aaaa-bbbb-cccc-ddddeeeeffff',
    },
  },
  clientSnippet: `- aws-cli/setup:   # orb circleci/aws-cli
    role_arn: <role>`,
  documentation: 'https://circleci.com/docs/openid-connect-tokens/',
  checkedOn: '2026-11-22',
};
