import type { IdentityPolicy } from './identity-policy.ts';
import { parseIdentityPolicy } from './parse-identity-policy.ts';
import type { Permissions, PolicyText } from './permissions.ts';

/** Permissions with their documents parsed. */
export interface ReadPermissions {
  readonly policies: readonly IdentityPolicy[];
  readonly boundary: IdentityPolicy | null;
}

export type PolicyReader = (text: PolicyText) => IdentityPolicy;

/** A reader that parses the same document once, however many roles it is attached to. */
export const policyReader = (): PolicyReader => {
  const read = new Map<string, IdentityPolicy>();
  return (text) => {
    const before = read.get(text.document);
    if (before !== undefined) return before;
    const policy = parseIdentityPolicy(text);
    read.set(text.document, policy);
    return policy;
  };
};

export const readPermissions = (
  { policies, boundary }: Permissions,
  read: PolicyReader = parseIdentityPolicy,
): ReadPermissions => ({
  policies: policies.map(read),
  boundary: boundary === null ? null : read(boundary),
});
