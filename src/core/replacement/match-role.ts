import type { FederatedRole } from '../federation/federated-role.ts';
import { namedProvider } from '../federation/identity-provider-name.ts';
import { parseTrustPolicy } from '../federation/parse-trust-policy.ts';
import type { Statement } from '../federation/trust-policy.ts';
import { nameOfArn } from '../model/ids.ts';
import { daysBetween, type Instant } from '../model/instant.ts';
import { nameWords } from './name-words.ts';
import { providerKinds } from './provider-kind.ts';
import type { Workload, WorkloadKind } from './replacement.ts';

/** A role that fits, and why. */
export interface RoleMatch {
  readonly role: FederatedRole;
  readonly name: string;
  readonly identityProvider: string;
  readonly kind: WorkloadKind;
  /** Subject patterns that the trust policy admits. */
  readonly subjects: readonly string[];
  readonly why: readonly string[];
  readonly score: number;
}

export interface MatchInput {
  readonly roles: readonly FederatedRole[];
  readonly workload: Workload;
  readonly userName: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly ignoreIssuers: readonly string[];
  readonly now: Instant;
}

/**
 * The existing federated role that fits a user best, or none. A role fits when its identity provider
 * is the workload's, its trust policy pins a subject, and something shows kinship: the subject names
 * what a tag names, names share a telling word, or tags agree. Two that fit equally are no answer.
 */
export const matchRole = (input: MatchInput): RoleMatch | undefined => {
  const matches = input.roles
    .flatMap((role) => matchesOf(role, input))
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
  const [best, next] = matches;
  if (best === undefined || next?.score === best.score) return undefined;
  return best;
};

/** Less than a shared tag or two shared words is a coincidence. */
const leastScore = 2;

const matchesOf = (role: FederatedRole, input: MatchInput): readonly RoleMatch[] => {
  const parsed = parseTrustPolicy(role.trustPolicy);
  if (parsed.status === 'unreadable') return [];
  const doors = parsed.policy.statements.filter(({ effect }) => effect !== 'Deny');
  // One door that is open to anybody at its provider is enough: such a role is never recommended.
  if (doors.some((door) => opensToStrangers(door))) return [];
  return doors.flatMap((door) =>
    door.principal.federated.flatMap((federated) => {
      const identityProvider = namedProvider(federated)?.name;
      if (identityProvider === undefined) return [];
      if (isIgnored(identityProvider, input.ignoreIssuers)) return [];
      return fitting(role, identityProvider, pinnedSubjects(door), input);
    }),
  );
};

const opensToStrangers = (door: Statement): boolean =>
  door.effect === 'unreadable' ||
  door.principal.negated ||
  door.principal.everyone ||
  (door.principal.federated.length > 0 && pinnedSubjects(door).length === 0);

const fitting = (
  role: FederatedRole,
  identityProvider: string,
  subjects: readonly string[],
  input: MatchInput,
): readonly RoleMatch[] => {
  const kinds = providerKinds(identityProvider);
  const wanted = input.workload.kind;
  const kind = wanted === 'unknown' ? kinds[0] : kinds.find((each) => each === wanted);
  if (kind === undefined) return [];
  const name = nameOfArn(role.arn);
  const kinship = kinshipOf(role, name, subjects, input);
  const score = kinship.reduce((sum, each) => sum + each.weight, 0);
  if (score < leastScore) return [];
  const recent = recentUse(role, input.now);
  return [
    {
      role,
      name,
      identityProvider,
      kind,
      subjects,
      why: [...kinship.map((each) => each.text), ...(recent === undefined ? [] : [recent.text])],
      score: score + (recent?.weight ?? 0),
    },
  ];
};

interface Sign {
  readonly weight: number;
  readonly text: string;
}

const kinshipOf = (
  role: FederatedRole,
  name: string,
  subjects: readonly string[],
  input: MatchInput,
): readonly Sign[] => {
  const signs: Sign[] = [];
  for (const [key, value] of Object.entries(input.tags)) {
    if (value.length >= 5 && subjects.some((subject) => names(subject, value))) {
      signs.push({ weight: 4, text: `its subject is the ${value} of the user's tag ${key}` });
    } else if (value !== '' && role.tags[key] === value && !isGeneric(key)) {
      signs.push({ weight: 2, text: `both have the tag ${key} = ${value}` });
    }
  }
  const userWords = nameWords(input.userName);
  const shared = [...nameWords(name)].filter((word) => userWords.has(word));
  if (shared.length > 0) {
    signs.push({ weight: 2 * shared.length, text: `both names say ${shared.join(', ')}` });
  }
  const subjectWords = nameWords(subjects.join(' '));
  const inSubject = [...userWords].filter((word) => subjectWords.has(word));
  if (inSubject.length > 0) {
    signs.push({ weight: inSubject.length, text: `its subject says ${inSubject.join(', ')}` });
  }
  return signs;
};

/** A subject names a thing when it stands between separators: `repo:acme/shop:…` names `acme/shop`. */
const names = (subject: string, thing: string): boolean => {
  const at = subject.indexOf(thing);
  if (at < 0) return false;
  const before = subject[at - 1] ?? ':';
  const after = subject[at + thing.length] ?? ':';
  return /[:/@]/.test(before) && /[:/@]/.test(after);
};

const isGeneric = (tagKey: string): boolean =>
  /^(env|environment|stage|owner|cost|managed|aws:)/i.test(tagKey);

const recentUse = (role: FederatedRole, now: Instant): Sign | undefined => {
  if (role.lastUsedAt === null) return undefined;
  const days = Math.floor(daysBetween(role.lastUsedAt, now));
  if (days > 90) return undefined;
  return { weight: 1, text: days < 1 ? 'it was used today' : `it was used ${days} days ago` };
};

const positive = new Set(['StringEquals', 'StringLike', 'StringEqualsIgnoreCase']);

/** Subject values that the statement demands, when each of them names something. */
const pinnedSubjects = (statement: Statement): readonly string[] => {
  const values = statement.conditions
    .filter(({ key, operator }) => /:sub$/i.test(key) && isPositive(operator))
    .flatMap((condition) => condition.values);
  return values.every(namesSomething) ? values : [];
};

const isPositive = (operator: Statement['conditions'][number]['operator']): boolean =>
  positive.has(operator.compare) &&
  !operator.negated &&
  !operator.ifExists &&
  operator.quantifier === 'none';

/** `*`, `repo:*` and `*:ref:main` name nobody. */
const namesSomething = (value: string): boolean =>
  !value.startsWith('*') && !value.startsWith('?') && !/^[\w.-]+:\*/.test(value);

const isIgnored = (provider: string, ignored: readonly string[]): boolean =>
  ignored.some((pattern) =>
    pattern.endsWith('*') ? provider.startsWith(pattern.slice(0, -1)) : provider === pattern,
  );
