import type { Configuration, KeySettings, Mode, Override } from '../model/configuration.ts';

/** What is known about where a key lives; `undefined` means it could not be read. */
export interface KeyPlace {
  readonly accountId: string;
  /** The account's organizational units, nearest first. */
  readonly ous: readonly string[] | undefined;
  readonly userPath: string | undefined;
  readonly userTags: Readonly<Record<string, string>> | undefined;
}

export interface SettingsForKey {
  readonly settings: KeySettings;
  readonly mode: Mode;
  /** Which override each setting comes from, in words; a setting of the configuration has none. */
  readonly rules: Readonly<Partial<Record<Setting, string>>>;
  /** Overrides that could not be decided because a fact is unknown: the mode is then observe. */
  readonly undecided: readonly string[];
}

export type Setting = keyof KeySettings | 'mode';

/** The place of a key whose user could not be read: every override on it stays undecided. */
export const unknownPlace = (accountId: string): KeyPlace => ({
  accountId,
  ous: undefined,
  userPath: undefined,
  userTags: undefined,
});

/**
 * The settings that hold for one key: the first matching override wins, setting by setting. When an
 * override cannot be decided, nothing may be enforced on a guess, and of the values that may hold
 * the one is taken that leaves the key alone for longest.
 */
export const settingsForKey = (
  configuration: Pick<Configuration, 'keys' | 'mode' | 'overrides'>,
  place: KeyPlace,
): SettingsForKey => {
  const undecided: string[] = [];
  let chosen: Override['keys'] = {};
  let possible: readonly Override['keys'][] = [];
  const rules: Partial<Record<Setting, string>> = {};
  for (const { where, keys } of configuration.overrides) {
    const matches = placeMatches(where, place);
    if (matches === 'no') continue;
    const open = without(keys, chosen);
    if (matches === 'unknown') {
      undecided.push(describeWhere(where));
      possible = [...possible, open];
      continue;
    }
    for (const setting of Object.keys(open) as Setting[]) rules[setting] = ruleName(where);
    chosen = { ...open, ...chosen };
  }
  const { mode = configuration.mode, ...settings } = chosen;
  return {
    settings: possible.reduce<KeySettings>(mostPatient, { ...configuration.keys, ...settings }),
    mode: undecided.length > 0 ? 'observe' : mode,
    rules,
    undecided,
  };
};

/** The winning overrides in words: `ou: ou-prod`, each with its settings when there are several. */
export const describeRules = (rules: SettingsForKey['rules']): string | undefined => {
  const names = [...new Set(Object.values(rules))];
  if (names.length < 2) return names[0];
  const settingsOf = (name: string) =>
    Object.entries(rules).flatMap(([setting, rule]) => (rule === name ? [setting] : []));
  return names.map((name) => `${name} (${settingsOf(name).join(', ')})`).join('; ');
};

/** What an override says that no earlier one has said. */
const without = (keys: Override['keys'], chosen: Override['keys']): Override['keys'] =>
  Object.fromEntries(
    Object.entries(keys).filter(
      ([setting, value]) => value !== undefined && !Object.hasOwn(chosen, setting),
    ),
  );

const mostPatient = (settings: KeySettings, maybe: Override['keys']): KeySettings => ({
  ...settings,
  unusedDays: Math.max(settings.unusedDays, maybe.unusedDays ?? 0),
  maxAgeDays: Math.max(settings.maxAgeDays, maybe.maxAgeDays ?? 0),
  newKeyGraceDays: Math.max(settings.newKeyGraceDays, maybe.newKeyGraceDays ?? 0),
  exposed: maybe.exposed === 'tell' ? 'tell' : settings.exposed,
  deleteDaysAfterDisable:
    settings.deleteDaysAfterDisable === null || maybe.deleteDaysAfterDisable === null
      ? null
      : Math.max(settings.deleteDaysAfterDisable, maybe.deleteDaysAfterDisable ?? 0),
});

/** Whether a key lives where a rule says; `unknown` when the fact it asks for could not be read. */
export const placeMatches = (
  where: Override['where'],
  place: KeyPlace,
): 'yes' | 'no' | 'unknown' => {
  if ('account' in where) return where.account === place.accountId ? 'yes' : 'no';
  if ('ou' in where) return answer(place.ous, (ous) => ous.includes(where.ou));
  if ('userPath' in where) {
    return answer(place.userPath, (path) => path.startsWith(where.userPath));
  }
  const [key = '', value] = where.userTag.split('=', 2);
  return answer(place.userTags, (tags) =>
    value === undefined ? Object.hasOwn(tags, key) : tags[key] === value,
  );
};

const answer = <T>(fact: T | undefined, test: (value: T) => boolean): 'yes' | 'no' | 'unknown' =>
  fact === undefined ? 'unknown' : test(fact) ? 'yes' : 'no';

const ruleName = (where: Override['where']): string => {
  const [name, value] = Object.entries(where)[0] ?? ['nothing', ''];
  return `${name}: ${value}`;
};

const describeWhere = (where: Override['where']): string => {
  const [name, value] = Object.entries(where)[0] ?? ['nothing', ''];
  return `${name} ${value}`;
};
