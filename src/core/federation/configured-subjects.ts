import type { Configuration } from '../model/configuration.ts';
import type { OwnSubjects } from './own-subjects.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names and ids: a subject holds either. */
const namesAndIds = (of: unknown, kind: string): readonly string[] => {
  const listed = isObject(of) ? of[kind] : undefined;
  return isObject(listed) ? Object.entries(listed).flatMap(([name, id]) => [name, String(id)]) : [];
};

const entraTenants = (of: unknown): readonly string[] => {
  const listed = isObject(of) ? of['tenants'] : undefined;
  return Array.isArray(listed) ? listed.map(String) : [];
};

/**
 * The tenants that `federation.subjects` of `lastkey.yaml` calls the organization's own: names and
 * ids of GitHub organizations and of GitLab groups, and ids of Entra tenants.
 */
export const configuredSubjects = ({ subjects }: Configuration['federation']): OwnSubjects => {
  const github = namesAndIds(subjects['github'], 'organizations');
  const gitlab = namesAndIds(subjects['gitlab'], 'groups');
  const entra = entraTenants(subjects['entra']);
  return {
    tenants: {
      ...(github.length === 0 ? {} : { 'github-actions': github }),
      ...(gitlab.length === 0 ? {} : { gitlab }),
      ...(entra.length === 0 ? {} : { 'entra-v1': entra, 'entra-v2': entra }),
    },
  };
};
