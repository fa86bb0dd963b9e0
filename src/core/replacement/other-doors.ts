import { matchAction } from '../federation/match-action.ts';
import type { Statement, TrustPolicy } from '../federation/trust-policy.ts';

/** Who can assume a role for tokens without one. */
export interface OtherDoors {
  /** Whoever has an AWS account, whatever the conditions; or accounts other than its own. */
  readonly strangers: readonly string[];
  /** Principals of its own account. */
  readonly own: readonly string[];
}

const ways = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

/**
 * The doors of a trust policy that are not for tokens: what is judged about tokens says nothing of
 * them. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const otherDoors = ({ statements }: TrustPolicy, accountId: string): OtherDoors => {
  const doors = statements.filter(
    ({ effect, action }) => effect !== 'Deny' && ways.some((way) => matchAction(action, way)),
  );
  const principals = doors.flatMap(({ principal }) => principal.others).filter(isAws);
  const isOwn = (principal: string) => accountOf(principal) === accountId;
  return {
    strangers: [
      ...(doors.some(isForEveryone) ? ['everyone'] : []),
      ...principals.filter((each) => !isOwn(each)),
    ],
    own: principals.filter(isOwn),
  };
};

/** `NotPrincipal` lets in whom it does not name. */
const isForEveryone = ({ principal }: Statement): boolean =>
  principal.everyone || principal.negated;

/** Services are let in by whoever may pass them the role, which is the account's own. */
const isAws = (principal: string): boolean =>
  principal !== '*' && !/\.amazonaws\.com(\.cn)?$/.test(principal);

const accountOf = (principal: string): string =>
  /^\d{12}$/.test(principal) ? principal : (principal.split(':')[4] ?? '');
