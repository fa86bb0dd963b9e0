import { alignTemplate } from '../federation/align-template.ts';
import { conditionsOn } from '../federation/conditions-of.ts';
import { evaluate } from '../federation/evaluate.ts';
import type { OidcProvider } from '../federation/federated-role.ts';
import { globMatches, parseGlob } from '../federation/glob.ts';
import type { TrustPolicy } from '../federation/trust-policy.ts';
import { type TrustedProvider, trustedProviders } from '../federation/trusted-providers.ts';
import { identityProviders } from '../idps/catalogue.ts';
import type { Fact } from '../model/fact.ts';
import { hintsOf } from './catalogue-entry.ts';
import { type ExpectedToken, tokensOf } from './expected-tokens.ts';
import type { Identity } from './identity/identity-field.ts';
import { definedValues, type OidcWorkload } from './identity/oidc-workload.ts';
import { isIgnoredIssuer } from './ignored-issuer.ts';

/** A statement of a role that lets in tokens of a workload, or may. */
export interface TokenDoor {
  readonly provider: string;
  /** Subject patterns that it asks for. */
  readonly subjects: readonly string[];
  /** What the token must be asked for. */
  readonly audience?: string;
  /** `yes`: every token of the workload, or all that are known, are let in by evaluation. */
  readonly admits: 'yes' | 'maybe';
  /** What the yes depends on, in words. */
  readonly caveat?: string;
}

export interface DoorInput {
  /** Absent: what the workload is is not known. */
  readonly workload: OidcWorkload | undefined;
  readonly known: Identity;
  readonly ignoreIssuers: readonly string[];
  readonly providers: Fact<readonly OidcProvider[]>;
}

/**
 * Finds the doors of a role through which a workload comes or may come; none when it certainly does
 * not. Tokens are made once for all roles of a provider.
 */
export const doorFinder = (input: DoorInput): ((policy: TrustPolicy) => readonly TokenDoor[]) => {
  const made = new Map<string, readonly ExpectedToken[]>();
  const tokensFor: TokenSource = (workload, { entry, provider }, identity, audience) => {
    const id = JSON.stringify([provider, audience]);
    const before = made.get(id);
    if (before !== undefined) return before;
    const tokens = tokensOf(workload, entry, identity, provider, audience);
    made.set(id, tokens);
    return tokens;
  };
  return (policy) =>
    trustedProviders(policy, identityProviders, {})
      .filter(({ provider }) => !isIgnoredIssuer(provider, input.ignoreIssuers))
      .flatMap((trusted) => doorOf(policy, trusted, input, tokensFor) ?? []);
};

type TokenSource = (
  workload: OidcWorkload,
  trusted: TrustedProvider,
  identity: Identity,
  audience: string | undefined,
) => readonly ExpectedToken[];

const doorOf = (
  policy: TrustPolicy,
  trusted: TrustedProvider,
  input: DoorInput,
  tokensFor: TokenSource,
): TokenDoor | undefined => {
  const { provider, entry } = trusted;
  const { workload, known } = input;
  const subjects = pinnedSubjects(trusted);
  const audience = conditionsOn(trusted, 'oaud', 'aud')[0]?.values[0];
  const door = { provider, subjects, ...(audience === undefined ? {} : { audience }) };
  if (workload === undefined)
    return subjects.length === 0 ? undefined : { ...door, admits: 'maybe' };
  if (!workload.entries.includes(entry.id)) return undefined;
  if (isRefusedAudience(provider, audience, input.providers)) return undefined;
  const ofProvider = workload.identityOfProvider?.(provider) ?? {};
  if (!Object.entries(ofProvider).every(([name, value]) => (known[name] ?? value) === value)) {
    return undefined;
  }
  // Which form the subject has is a question of its own: all that are possible are tried.
  const identity = { subjectForm: 'both', ...ofProvider, ...known };
  const tokens = tokensFor(workload, trusted, identity, audience);
  const decisions = tokens.map(({ claims, context }) => evaluate(policy, claims, context).decision);
  if (decisions.length > 0 && decisions.every((each) => each === 'Allowed')) {
    return { ...door, admits: 'yes' };
  }
  if (decisions.includes('Allowed')) {
    return { ...door, admits: 'yes', caveat: `its tokens have the subject form of ${subjects[0]}` };
  }
  const mayFit =
    decisions.includes('Unknown') &&
    subjects.some((each) => fits(each, trusted, workload, identity));
  return mayFit ? { ...door, admits: 'maybe' } : undefined;
};

/** Subject values that the statement demands, when each of them names something. */
const pinnedSubjects = (trusted: TrustedProvider): readonly string[] => {
  const values = conditionsOn(trusted, 'sub')
    .filter(({ operator }) => !operator.ifExists && operator.quantifier === 'none')
    .flatMap((condition) => condition.values);
  return values.every(namesSomething) ? values : [];
};

/** `*`, `repo:*` and `*:ref:main` name nobody. */
const namesSomething = (value: string): boolean =>
  !value.startsWith('*') && !value.startsWith('?') && !/^[\w.-]+:\*/.test(value);

/** Whether the provider certainly does not take the audience that the role asks for. */
const isRefusedAudience = (
  provider: string,
  audience: string | undefined,
  providers: Fact<readonly OidcProvider[]>,
): boolean => {
  if (audience === undefined || !providers.known) return false;
  const found = providers.value.find(({ url }) => url === provider);
  return found !== undefined && !found.clientIds.includes(audience) && found.clientIds.length > 0;
};

/** Whether a subject pattern can be one of the workload's, with what is known of it. */
const fits = (
  pattern: string,
  { entry, provider }: TrustedProvider,
  workload: OidcWorkload,
  identity: Identity,
): boolean => {
  const { audience: _, ...values } = definedValues(workload.valuesOf(identity, provider));
  return entry.forms(provider, hintsOf([pattern])).some((form) => {
    const template = form.claims['sub'];
    if (typeof template !== 'string') return false;
    return alignTemplate(template, parseGlob(pattern), entry.fields).ways.some((way) =>
      [...way].every(
        ([name, globs]) =>
          values[name] === undefined ||
          globs.every((glob) => globMatches(glob, values[name] ?? '')),
      ),
    );
  });
};
