import { isJsonObject, objectIn } from '../events/json-object.ts';
import type { Identity } from './identity/identity-field.ts';
import type { WorkloadKind } from './replacement.ts';

/**
 * What `federation.subjects` of the configuration tells of a workload: the id of the GitHub
 * organization that owns its repository, and the tenant where there is one only.
 */
export const configuredIdentity = (
  kind: WorkloadKind,
  known: Identity,
  subjects: Readonly<Record<string, unknown>>,
): Identity => {
  switch (kind) {
    case 'github-actions': {
      const owner = known['repository']?.split('/')[0] ?? '';
      const id = objectIn(objectIn(subjects, 'github'), 'organizations')[owner];
      return id === undefined ? {} : { ownerId: String(id) };
    }
    case 'azure-functions':
    case 'dynamics-365': {
      const entra = subjects['entra'];
      const tenants = isJsonObject(entra) ? entra['tenants'] : undefined;
      const only: unknown = Array.isArray(tenants) && tenants.length === 1 ? tenants[0] : undefined;
      return only === undefined ? {} : { tenantId: String(only) };
    }
    default:
      return {};
  }
};
