import type { CandidateToken } from './candidate-tokens.ts';
import type { TrustedProvider } from './trusted-providers.ts';

/** What an organization says is its own, so that a pinned but foreign tenant is a stranger too. */
export interface OwnSubjects {
  /**
   * By identity-provider id: values of the fields that name a tenant (`octo-org`, `123456`). An
   * identity provider that is not listed is not checked.
   */
  readonly tenants?: Readonly<Record<string, readonly string[]>>;
  /** Issuers, without `https://`, that only the organization's own workloads can use. */
  readonly privateIssuers?: readonly string[];
}

/** Whether a token names a tenant that is not among the organization's own. */
export const isForeign = (
  { form, pinned, values }: CandidateToken,
  { entry, provider }: Pick<TrustedProvider, 'entry' | 'provider'>,
  own: OwnSubjects,
): boolean => {
  const tenants = own.tenants?.[entry.id];
  if (tenants === undefined) return false;
  const issuing = entry.tenantOf?.(provider);
  if (issuing !== undefined) return !tenants.some((tenant) => tenant.toLowerCase() === issuing);
  const { tenant, project } = form.pins ?? entry.pins;
  // A repository id implies its owner, but it is no owner to look for among the tenants.
  const implied = new Set((project ?? []).filter(({ length }) => length === 1).flat());
  const names = tenant.flat().filter((name) => pinned.has(name) && !implied.has(name));
  const named = names.flatMap((name) => values[name] ?? []);
  return named.length > 0 && !named.some((value) => tenants.includes(value));
};
