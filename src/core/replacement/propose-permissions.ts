import {
  isOnlyForUsers,
  resourcesForAction,
  sensitivityOf,
  takesResource,
} from '../permissions/action-traits.ts';
import { isDeniedOnly, neededActions } from '../permissions/coverage-of.ts';
import type { ActionUse, KeyUsage } from '../usage/key-usage.ts';
import { resourcePatterns } from './resource-patterns.ts';

/** What a proposed role may do: what the key was seen doing, and nothing else. */
export interface PermissionsProposal {
  /** JSON texts; more than one where IAM's size limit needs it. Never with a wildcard action. */
  readonly documents: readonly string[];
  /** Actions that a person must agree to. */
  readonly sensitive: readonly NamedAction[];
  /** Actions that were tried and denied each time: left out. */
  readonly deniedOnly: readonly string[];
  /** Actions that take a resource, granted on `*` because the records do not name every one. */
  readonly unnarrowed: readonly string[];
  /** Actions that a role cannot call. */
  readonly onlyForUsers: readonly string[];
}

export interface NamedAction {
  readonly action: string;
  readonly why: string;
}

/** Characters without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostInManagedPolicy = 6144;

/**
 * The permissions policy for what was observed, or `undefined` when nothing was. Each statement's
 * Sid says which observation it comes from.
 */
export const proposePermissions = (
  usage: KeyUsage,
  only?: readonly string[],
): PermissionsProposal | undefined => {
  const needed = neededActions(usage).filter(
    ({ action }) => only === undefined || only.includes(action),
  );
  if (needed.length === 0) return undefined;
  const grants = needed.map((use) => ({ use, resources: resourcesOf(use) }));
  return {
    documents: documentsOf(statementsOf(grants)),
    sensitive: needed.flatMap(({ action }) => {
      const why = sensitivityOf(action);
      return why === undefined ? [] : [{ action, why }];
    }),
    deniedOnly: usage.actions.filter(isDeniedOnly).map(({ action }) => action),
    unnarrowed: grants
      .filter(({ use, resources }) => resources[0] === '*' && takesResource(use.action))
      .map(({ use }) => use.action),
    onlyForUsers: needed.map(({ action }) => action).filter(isOnlyForUsers),
  };
};

interface Grant {
  readonly use: ActionUse;
  readonly resources: readonly string[];
}

const anywhere = ['*'];

const resourcesOf = ({ action, resources, allResourcesKnown }: ActionUse): readonly string[] => {
  if (!takesResource(action) || !allResourcesKnown || resources.length === 0) return anywhere;
  // S3 names bucket and object in one record; where only one is there, the other follows from it.
  const fitting = resourcesForAction(action, resources);
  const patterns = (fitting.length === 0 ? resources : fitting).map((arn) =>
    resourcePatterns(action, arn),
  );
  if (patterns.some((each) => each === undefined)) return anywhere;
  return [...new Set(patterns.flatMap((each) => each ?? []))].toSorted();
};

interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
}

/** One statement for what a service was seen doing to the same resources, from the same source. */
const statementsOf = (grants: readonly Grant[]): readonly PolicyStatement[] => {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const { service, origin } = grant.use;
    const id = JSON.stringify([service.toLowerCase(), origin, grant.resources]);
    groups.set(id, [...(groups.get(id) ?? []), grant]);
  }
  const sids = new Map<string, number>();
  return [...groups.values()].flatMap(chunked).map((group) => {
    const sid = sidOf(group.map(({ use }) => use));
    const uses = (sids.get(sid) ?? 0) + 1;
    sids.set(sid, uses);
    const resources = group[0]?.resources ?? anywhere;
    return {
      Sid: uses === 1 ? sid : `${sid}No${uses}`,
      Effect: 'Allow',
      Action: group.map(({ use }) => use.action).toSorted(),
      Resource: resources[0] === '*' ? '*' : resources,
    };
  });
};

/** So that one statement always fits into one policy. */
const mostActions = 40;
const mostResourceText = 2500;

const chunked = (group: readonly Grant[]): readonly (readonly Grant[])[] => {
  const chunks: Grant[][] = [];
  const resources = resourceChunks(group[0]?.resources ?? anywhere);
  for (let at = 0; at < group.length; at += mostActions) {
    for (const part of resources) {
      chunks.push(group.slice(at, at + mostActions).map(({ use }) => ({ use, resources: part })));
    }
  }
  return chunks;
};

const resourceChunks = (resources: readonly string[]): readonly (readonly string[])[] => {
  const chunks: string[][] = [];
  let length = 0;
  for (const resource of resources) {
    const last = chunks.at(-1);
    if (last === undefined || length + resource.length > mostResourceText) {
      chunks.push([resource]);
      length = 0;
    } else {
      last.push(resource);
    }
    length += resource.length;
  }
  return chunks;
};

/** `S3Seen214TimesUntil20261120`; letters and digits only. */
const sidOf = (uses: readonly ActionUse[]): string => {
  const [first] = uses;
  const service = (first?.service ?? '').replace(/[^A-Za-z0-9]/g, '');
  const name = service.charAt(0).toUpperCase() + service.slice(1);
  const last =
    uses
      .map(({ lastAt }) => lastAt)
      .toSorted()
      .at(-1) ?? '';
  const day = last.slice(0, 10).replaceAll('-', '');
  if (first?.origin === 'last-accessed') return `${name}LastAccessed${day}`;
  const times = uses.reduce((sum, { count, denied }) => sum + count - denied, 0);
  return `${name}Seen${times}TimesUntil${day}`;
};

const documentsOf = (statements: readonly PolicyStatement[]): readonly string[] => {
  const documents: PolicyStatement[][] = [];
  let length = 0;
  for (const statement of statements) {
    const size = JSON.stringify(statement).replace(/\s/g, '').length + 1;
    const last = documents.at(-1);
    if (last === undefined || length + size > mostInManagedPolicy) {
      documents.push([statement]);
      length = wrapper;
    } else {
      last.push(statement);
    }
    length += size;
  }
  return documents.map((Statement) =>
    JSON.stringify({ Version: '2012-10-17', Statement }, null, 2),
  );
};

const wrapper = '{"Version":"2012-10-17","Statement":[]}'.length;
