import type { IdentityProvider, PolicyHints } from '../idps/identity-provider.ts';
import { assumeAction } from './evaluate.ts';
import { namedProvider } from './identity-provider-name.ts';
import { matchAction } from './match-action.ts';
import type { OwnSubjects } from './own-subjects.ts';
import type { Condition, Statement, TrustPolicy } from './trust-policy.ts';

/** The identity providers that lastkey knows, most specific first; the last one takes any issuer. */
export type Catalogue = readonly IdentityProvider[];

/** One provider as one Allow statement trusts it. */
export interface TrustedProvider {
  readonly statement: Statement;
  /** Issuer without `https://`. */
  readonly provider: string;
  readonly entry: IdentityProvider;
  readonly hints: PolicyHints;
}

const valuesOn = (conditions: readonly Condition[], key: string): readonly string[] =>
  conditions
    .filter((condition) => condition.key.toLowerCase() === key.toLowerCase())
    .flatMap(({ values }) => values);

const hintsFor = (policy: TrustPolicy, provider: string): PolicyHints => {
  const conditions = policy.statements.flatMap((statement) => statement.conditions);
  const subjectsWhere = (isAskedFor: boolean) =>
    policy.statements.flatMap((statement) =>
      valuesOn(
        statement.conditions.filter(
          ({ operator }) => (operator.negated === (statement.effect === 'Deny')) === isAskedFor,
        ),
        `${provider}:sub`,
      ),
    );
  const tag = /^aws:requesttag\/(.+)$/i;
  return {
    subjects: subjectsWhere(true),
    ruledOut: subjectsWhere(false),
    methods: valuesOn(conditions, `${provider}:amr`),
    tags: [...new Set(conditions.flatMap(({ key }) => tag.exec(key)?.[1] ?? []))],
  };
};

/** Providers whose keys the conditions mention: what a policy that names everyone may mean. */
const providersInKeys = ({ conditions }: Statement): readonly string[] =>
  conditions.flatMap(({ key }) => {
    const provider = /^(.+\..+):[^:]+$/.exec(key)?.[1];
    return provider === undefined || provider.startsWith('arn') ? [] : [provider];
  });

/** For policies that trust everyone: an issuer that anybody can use. */
const anybodysProvider = 'token.actions.githubusercontent.com';

const providersOf = (statement: Statement): readonly string[] => {
  const { principal } = statement;
  const named = principal.federated.flatMap((name) => namedProvider(name)?.name ?? []);
  const isEveryone = principal.negated || principal.everyone || principal.federated.includes('*');
  return [
    ...new Set(isEveryone ? [...providersInKeys(statement), anybodysProvider, ...named] : named),
  ];
};

/**
 * A statement without a federated principal concerns tokens only where it is for everybody and allows
 * the call that takes them. One for AWS principals names no identity provider whatever it allows.
 */
const isFederated = ({ principal, action }: Statement): boolean =>
  principal.federated.length > 0 || matchAction(action, assumeAction);

/** Every provider that a policy's Allow statements trust with web-identity tokens. */
export const trustedProviders = (
  policy: TrustPolicy,
  catalogue: Catalogue,
  own: OwnSubjects,
): readonly TrustedProvider[] =>
  policy.statements
    .filter((statement) => statement.effect === 'Allow' && isFederated(statement))
    .flatMap((statement) =>
      providersOf(statement).flatMap((provider): readonly TrustedProvider[] => {
        const hints = hintsFor(policy, provider);
        const entry = catalogue.find((candidate) => candidate.matches(provider, hints));
        if (entry === undefined) return [];
        const isPrivate = own.privateIssuers?.includes(provider) === true;
        const known: IdentityProvider = isPrivate ? { ...entry, tenantIn: 'issuer' } : entry;
        return [{ statement, provider, entry: known, hints }];
      }),
    );
