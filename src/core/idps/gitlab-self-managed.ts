import { gitlab, gitlabFields, gitlabForms, gitlabPins } from './gitlab.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** A GitLab of the organization's own: told by its host, or by the subjects a policy expects. */
export const gitlabSelfManaged: IdentityProvider = {
  ...gitlab,
  id: 'gitlab-self-managed',
  name: 'GitLab self-managed or Dedicated',
  issuer: 'the instance URL, or ci_id_tokens_issuer_url',
  matches: (provider, hints) =>
    /^gitlab\.[^/]+/.test(provider) ||
    hints.subjects.some((subject) => subject.startsWith('project_path:')),
  tenantIn: 'issuer',
  fields: gitlabFields,
  // AWS maps the default claims only for these issuers; `keysOfProvider` knows.
  forms: () => gitlabForms,
  pins: gitlabPins,
  guardrailKeys: () => [],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'https://gitlab.example.com',
      '<provider>:sub': 'project_path:mygroup/myproject:ref_type:branch:ref:main',
    },
  },
};
