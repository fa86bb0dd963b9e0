import type { AccountState, ManagedPolicyState, PrincipalPolicies } from './account-state.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { noSuchEntity } from './find.ts';

/** A managed policy, the account's own or AWS's. */
export const findManagedPolicy = (account: AccountState, arn: string): ManagedPolicyState => {
  const policy = account.managedPolicies.get(arn) ?? awsManagedPolicies.get(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
};

/** JSON text of every policy of a principal. */
export const policyDocumentsOf = (
  account: AccountState,
  { inlinePolicies, attachedPolicies }: PrincipalPolicies,
): readonly string[] => [
  ...inlinePolicies.values(),
  ...[...attachedPolicies].map((arn) => findManagedPolicy(account, arn).document),
];
