import type { FederationUse } from '../federation/fold-logins.ts';
import type { RoleDetails } from '../inventory/account-details.ts';
import { nameOfArn } from '../model/ids.ts';
import { daysBetween, type Instant } from '../model/instant.ts';
import { nameWords } from './name-words.ts';

/** A sign that a role and a key are for the same work. */
export interface Sign {
  readonly weight: number;
  readonly text: string;
}

export interface Relatives {
  readonly userName: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Values that name the workload: its repository, its project, … */
  readonly telling: readonly string[];
  /** Recent logins with tokens. */
  readonly uses: readonly FederationUse[];
  readonly now: Instant;
}

/**
 * Signs of kinship between a role and a key's user, by tags, names and recent use.
 * @param subjects that the role's trust policy names
 */
export const kinshipOf = (
  role: RoleDetails,
  subjects: readonly string[],
  relatives: Relatives,
): readonly Sign[] => {
  const { tags, telling, userName } = relatives;
  const name = nameOfArn(role.arn);
  const signs: Sign[] = [];
  const told = telling.find((value) => subjects.some((subject) => names(subject, value)));
  if (told !== undefined) signs.push({ weight: 4, text: `its subject names ${told}` });
  for (const [key, value] of Object.entries(tags).filter(([tag]) => !isGeneric(tag))) {
    if (value !== told && value.length >= 5 && subjects.some((each) => names(each, value))) {
      signs.push({ weight: 4, text: `its subject is the ${value} of the user's tag ${key}` });
    } else if (value !== '' && role.tags[key] === value) {
      signs.push({ weight: 2, text: `both have the tag ${key} = ${value}` });
    }
  }
  const userWords = nameWords(userName);
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

/** What speaks for a role beyond kinship: it is in use, and by whom. */
export const signsOfUse = (role: RoleDetails, relatives: Relatives): readonly Sign[] => {
  const { telling, uses, now } = relatives;
  const signs: Sign[] = [];
  const same = uses.find(
    ({ roleArn, allowed, subject }) =>
      roleArn === role.arn && allowed > 0 && telling.some((value) => names(subject, value)),
  );
  if (same !== undefined) signs.push({ weight: 2, text: `${same.subject} uses it already` });
  if (role.lastUsedAt !== null) {
    const days = Math.floor(daysBetween(role.lastUsedAt, now));
    const text = days < 1 ? 'it was used today' : `it was used ${days} days ago`;
    if (days <= 90) signs.push({ weight: 1, text });
  }
  return signs;
};

export const weightOf = (signs: readonly Sign[]): number =>
  signs.reduce((sum, { weight }) => sum + weight, 0);

/** A subject names a thing when it stands between separators: `repo:acme/shop:…` names `acme/shop`. */
const names = (subject: string, thing: string): boolean => {
  // Ids stand between the names in newer GitHub subjects.
  const plain = subject.replaceAll(/@\d+(?=[/:]|$)/g, '');
  return [subject, plain].some((text) => {
    const at = text.indexOf(thing);
    if (at < 0) return false;
    const before = text[at - 1] ?? ':';
    const after = text[at + thing.length] ?? ':';
    return /[:/@]/.test(before) && /[:/@]/.test(after);
  });
};

/** What many workloads have in common: their owner, their environment, their branch. */
const isGeneric = (tagKey: string): boolean =>
  /^(aws:|cost|managed|system|kind|type)|env|stage|owner|org|company|tenant|account|group|namespace|branch|region|version/i.test(
    tagKey,
  );
