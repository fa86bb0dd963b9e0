import type { OwnSubjects } from '../../core/federation/own-subjects.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { isObject } from './resolve-intrinsics.ts';

/** Names and numeric ids: a subject holds either. */
const namesAndIds = (value: unknown): readonly string[] =>
  isObject(value) ? Object.entries(value).flatMap(([name, id]) => [name, String(id)]) : [];

/**
 * The tenants that a configuration calls the organization's own: GitHub organizations and GitLab
 * groups. Of Entra every issuer has one tenant, which the policy names already.
 */
export const ownSubjectsOf = ({ federation }: Configuration): OwnSubjects => {
  const { github, gitlab } = federation.subjects;
  const organizations = isObject(github) ? namesAndIds(github['organizations']) : [];
  const groups = isObject(gitlab) ? namesAndIds(gitlab['groups']) : [];
  return {
    tenants: {
      ...(organizations.length === 0 ? {} : { 'github-actions': organizations }),
      ...(groups.length === 0 ? {} : { gitlab: groups }),
    },
  };
};
