import { chosenAudience, oneOf, textWithout } from './fields.ts';
import type { Field, IdentityProvider, PolicyHints, TokenForm } from './identity-provider.ts';

/**
 * An issuer that lastkey does not know: taken as shared by strangers until the owner says otherwise.
 * Its subjects are read off the policy: text between separators, of which the first two parts
 * (`organization:acme`) name the customer.
 */
const separators = /([:/|,;]+)/;
const names = Array.from({ length: 24 }, (_, index) => `part${index + 1}`);

const part = (index: number): Field => ({
  character: /[^:/|,;\p{Cc}]/u,
  max: 255,
  stranger: index === 0 ? 'stranger' : `stranger${index + 1}`,
  own: index === 0 ? 'workload' : `part${index + 1}`,
});

const fields: Readonly<Record<string, Field>> = {
  ...Object.fromEntries(names.map((name, index) => [name, part(index)])),
  rest: textWithout(/[^\p{Cc}]/u, 'stranger', 'workload'),
  tag: textWithout(/[^\p{Cc}]/u, 'stranger', 'value'),
  email: textWithout(/[^\p{Cc}]/u, 'stranger@example.net', 'workload@example.com'),
  isAuthorized: oneOf('true'),
  audience: chosenAudience,
};

/** The template of one subject: its separators stay, what is between them is free. */
const templateOf = (subject: string): { readonly template: string; readonly names: string[] } => {
  const used: string[] = [];
  const pieces = subject.split(separators).filter((piece) => piece !== '');
  const template = pieces
    .map((piece, index) => {
      if (separators.test(piece)) return piece;
      const isLast = index === pieces.length - 1;
      const name = isLast && /[*?]/.test(piece) ? 'rest' : (names[used.length] ?? 'rest');
      used.push(name);
      return `<${name}>`;
    })
    .join('');
  return { template, names: used };
};

const formsFor = ({ subjects, tags }: PolicyHints): readonly TokenForm[] => {
  const optional = {
    ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags.map((tag) => [tag, '<tag>'])) }),
    context: { 'sts:RoleAuthorizedByIdp': '<isAuthorized>' },
    optional: ['email'],
  };
  const whole: TokenForm = {
    id: 'any',
    claims: { sub: '<rest>', aud: '<audience>', email: '<email>' },
    ...optional,
    pins: { tenant: [['rest']], workload: [['rest']] },
  };
  const parted = subjects.map((subject): TokenForm => {
    const { template, names: used } = templateOf(subject);
    return {
      id: 'like-the-policy',
      claims: { sub: template, aud: '<audience>', email: '<email>' },
      ...optional,
      pins: {
        tenant: [used.slice(0, 2)],
        project: [used.slice(0, -1).length > 2 ? used.slice(0, -1) : used],
        workload: [used],
      },
    };
  });
  // Without a word about the subject, any subject will do.
  return subjects.length === 0 ? [whole] : parted;
};

export const unknownIssuer: IdentityProvider = {
  id: 'unknown',
  name: 'Unknown identity provider',
  issuer: 'any other',
  matches: () => true,
  tenantIn: 'unknown',
  audience: 'unknown',
  fields,
  forms: (_provider, hints) => formsFor(hints),
  pins: { tenant: [['rest']], workload: [['rest']] },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': '<the whole subject of the workload>',
    },
  },
  clientSnippet:
    'aws sts assume-role-with-web-identity --role-arn <role> --web-identity-token file://token',
  documentation:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
  checkedOn: '2026-11-22',
};
