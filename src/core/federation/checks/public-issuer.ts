import { accessControls, type Check } from '../finding.ts';

const people: Readonly<Record<string, string>> = {
  'entra-personal-accounts': 'a personal Microsoft account',
  'login-with-amazon': 'an Amazon account',
  facebook: 'a Facebook account',
  google: 'a Google account',
};

/** Sign-in for the public: anybody with an account of theirs is let in. */
export const publicIssuer: Check = {
  id: 'trust.oidc.public-sign-in',
  controls: accessControls,
  run: ({ exploration }) =>
    exploration.accepted
      .filter(({ scope, trusted }) => scope === 'world' && people[trusted.entry.id] !== undefined)
      .map(({ trusted }) => ({
        severity: 'Critical' as const,
        statement: trusted.statement.index,
        message: `Anybody with ${people[trusted.entry.id]} can assume this role.`,
        fix: {
          description:
            'Pin the subject. Only for a role that is made for the public: keep it, with permissions that may be public.',
          patch: [],
        },
      })),
};
