import { oneOf, slug, textWithout } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Pulumi Cloud: one issuer; the organization is the audience and in the subject. */
export const pulumi: IdentityProvider = {
  id: 'pulumi',
  name: 'Pulumi Cloud',
  issuer: 'https://api.pulumi.com/oidc',
  matches: (provider) => provider === 'api.pulumi.com/oidc',
  tenantIn: 'audience',
  audience: 'the organization, or aws:<organization> from Pulumi ESC',
  fields: {
    organization: slug('stranger-org', 'my-org'),
    environment: textWithout(/[A-Za-z0-9._/-]/, 'anything', 'payments/prod'),
    project: slug('anything', 'payments'),
    stack: slug('anything', 'prod'),
    operation: oneOf('update', 'preview', 'refresh', 'destroy'),
    access: oneOf('write', 'read'),
  },
  forms: () => {
    const deploy =
      'pulumi:deploy:org:<organization>:project:<project>:stack:<stack>:operation:<operation>:scope:<access>';
    return ['<organization>', 'aws:<organization>'].flatMap((aud) => [
      {
        id: 'environment',
        claims: { aud, sub: 'pulumi:environments:org:<organization>:env:<environment>' },
        pins: { tenant: [['organization']], workload: [['environment']] },
      },
      { id: 'deployment', claims: { aud, sub: deploy } },
    ]);
  },
  pins: {
    tenant: [['organization']],
    project: [['project']],
    workload: [['stack']],
  },
  guardrailKeys: () => ['aud'],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'aws:my-org',
      '<provider>:sub': 'pulumi:environments:org:my-org:env:payments/prod',
    },
  },
  clientSnippet: `values:
  aws:
    login:
      fn::open::aws-login:
        oidc:
          roleArn: <role>
          sessionName: pulumi`,
  documentation: 'https://www.pulumi.com/docs/esc/environments/configuring-oidc/aws/',
  checkedOn: '2026-11-22',
};
