import { oneOf, slug } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** The issuer that all teams share. */
export const vercelGlobal: IdentityProvider = {
  id: 'vercel-global',
  name: 'Vercel (global issuer)',
  issuer: 'https://oidc.vercel.com',
  matches: (provider) => provider === 'oidc.vercel.com',
  tenantIn: 'subject',
  audience: 'always https://vercel.com/<team>',
  fields: {
    team: slug('stranger-team', 'example-team'),
    project: slug('anything', 'web'),
    // Anybody who can push a branch gets a preview.
    environment: { ...oneOf('preview', 'production', 'development'), own: 'production' },
  },
  forms: () => [
    {
      id: 'deployment',
      claims: {
        aud: 'https://vercel.com/<team>',
        sub: 'owner:<team>:project:<project>:environment:<environment>',
      },
    },
  ],
  pins: { tenant: [['team']], project: [['project']], workload: [['environment']] },
  guardrailKeys: () => ['aud'],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'https://vercel.com/example-team',
      '<provider>:sub': 'owner:example-team:project:web:environment:production',
    },
  },
  clientSnippet: `import { awsCredentialsProvider } from '@vercel/oidc-aws-credentials-provider';
const client = new S3Client({ credentials: awsCredentialsProvider({ roleArn: '<role>' }) });`,
  documentation: 'https://vercel.com/docs/oidc/aws',
  checkedOn: '2026-11-22',
};

/** A team's own issuer. */
export const vercelTeam: IdentityProvider = {
  ...vercelGlobal,
  id: 'vercel-team',
  name: 'Vercel (team issuer)',
  issuer: 'https://oidc.vercel.com/<team>',
  matches: (provider) => provider.startsWith('oidc.vercel.com/'),
  tenantIn: 'issuer',
  forms: (provider) => {
    const team = provider.slice('oidc.vercel.com/'.length);
    return [
      {
        id: 'deployment',
        claims: {
          aud: `https://vercel.com/${team}`,
          sub: `owner:${team}:project:<project>:environment:<environment>`,
        },
      },
    ];
  },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'https://vercel.com/<team>',
      '<provider>:sub': 'owner:<team>:project:web:environment:production',
    },
  },
  guardrailKeys: () => [],
};
