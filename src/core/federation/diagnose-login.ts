import type { FederatedLogin } from '../events/change.ts';
import type { Fact } from '../model/fact.ts';
import { diagnoseRefusal } from './diagnosis/diagnose-refusal.ts';
import type { LoginDiagnosis } from './diagnosis/diagnosis.ts';
import { type PresentedToken, presentedToken } from './diagnosis/presented-token.ts';
import { refusedToken } from './diagnosis/refused-token.ts';
import { evaluate } from './evaluate.ts';
import type { OidcProvider } from './federated-role.ts';
import type { OwnSubjects } from './own-subjects.ts';
import { parseTrustPolicy } from './parse-trust-policy.ts';
import type { Catalogue } from './trusted-providers.ts';

export interface LoginToDiagnose {
  /** A denied `AssumeRoleWithWebIdentity`. */
  readonly login: FederatedLogin;
  /** The role's trust policy as it is now, JSON text; `null`: there is no such role. */
  readonly trustPolicy: Fact<string | null>;
  /** The OIDC providers of the role's account. */
  readonly identityProviders: Fact<readonly OidcProvider[]>;
  readonly catalogue: Catalogue;
  readonly own?: OwnSubjects;
}

/** The fields that most answers leave empty. */
const answer = (
  told: Pick<LoginDiagnosis, 'cause' | 'summary' | 'advice'>,
  unknowns: readonly string[],
): LoginDiagnosis => ({ ...told, statement: null, failed: [], patch: [], unknowns });

/** What STS looks at before the trust policy: the provider and its audience list. */
const providerFault = (
  { login, identityProviders }: LoginToDiagnose,
  { provider }: PresentedToken,
): Pick<LoginDiagnosis, 'cause' | 'summary' | 'advice'> | undefined => {
  const isBuiltIn = !(login.identityProvider ?? '').startsWith('arn:');
  if (isBuiltIn || !identityProviders.known) return undefined;
  const found = identityProviders.value.find(({ arn }) => arn === login.identityProvider);
  if (found === undefined) {
    return {
      cause: 'provider-missing',
      summary: `The account has no OIDC provider ${provider} any more.`,
      advice:
        'Create it again with the same URL if it was deleted by mistake; every role that trusts it then works again.',
    };
  }
  const { audience } = login;
  if (audience === undefined || found.clientIds.includes(audience)) return undefined;
  const listed = found.clientIds.map((id) => `"${id}"`).join(', ') || 'nothing';
  return {
    cause: 'audience-list',
    summary: `The OIDC provider ${provider} lists ${listed} as audience, and the token was made for "${audience}". The trust policy is not the cause.`,
    advice:
      "Have the workload ask for a listed audience, or add this one to the provider's client ID list.",
  };
};

/**
 * Explains a denied login by the role's present trust policy: the failing condition, and the smallest
 * change that lets exactly this workload in, where one can be proven to let in nobody else. Claims
 * that CloudTrail does not log are unknown, never guessed. Pure, and never throws.
 */
export const diagnoseLogin = (asked: LoginToDiagnose): LoginDiagnosis => {
  const { login, trustPolicy, identityProviders, catalogue, own = {} } = asked;
  const unknowns = identityProviders.known
    ? []
    : [`The account's OIDC providers could not be read: ${identityProviders.reason}.`];
  const refused = refusedToken(login);
  if (refused !== undefined) return answer(refused, unknowns);
  if (!trustPolicy.known) {
    const why = `The trust policy of the role could not be read: ${trustPolicy.reason}.`;
    return answer(
      {
        cause: 'unknown',
        summary: 'Why this login was denied is not known, because the trust policy was not read.',
        advice: 'Compare the subject with the trust policy by hand.',
      },
      [why, ...unknowns],
    );
  }
  if (trustPolicy.value === null) {
    return answer(
      {
        cause: 'role-missing',
        summary: 'The account has no such role now.',
        advice: 'Correct the role ARN in the workload, or create the role again.',
      },
      unknowns,
    );
  }
  const parsed = parseTrustPolicy(trustPolicy.value);
  if (parsed.status === 'unreadable') {
    return answer(
      {
        cause: 'unknown',
        summary: `Why this login was denied is not known: ${parsed.why}`,
        advice: 'Compare the subject with the trust policy by hand.',
      },
      unknowns,
    );
  }
  const { policy } = parsed;
  const token = presentedToken(login, policy, catalogue, own);
  if (token === undefined) {
    return answer(
      {
        cause: 'unknown',
        summary: 'The record names no OIDC provider or no subject, so nothing can be compared.',
        advice: 'Decode a token of the workload and compare it with the trust policy.',
      },
      unknowns,
    );
  }
  const fault = providerFault(asked, token);
  if (fault !== undefined) return answer(fault, unknowns);
  const evaluation = evaluate(policy, token.claims, token.context);
  const diagnosis = diagnoseRefusal({ policy, evaluation, token, catalogue, own });
  return { ...diagnosis, unknowns: [...diagnosis.unknowns, ...unknowns] };
};
