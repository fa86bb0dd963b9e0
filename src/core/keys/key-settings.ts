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
  /** Overrides that could not be decided because a fact is unknown: the mode is then observe. */
  readonly undecided: readonly string[];
}

/** The place of a key whose user could not be read: every override on it stays undecided. */
export const unknownPlace = (accountId: string): KeyPlace => ({
  accountId,
  ous: undefined,
  userPath: undefined,
  userTags: undefined,
});

/**
 * The settings that hold for one key: the first matching override wins, setting by setting. When an
 * override cannot be decided, nothing may be enforced on a guess.
 */
export const settingsForKey = (
  configuration: Pick<Configuration, 'keys' | 'mode' | 'overrides'>,
  place: KeyPlace,
): SettingsForKey => {
  const undecided: string[] = [];
  let chosen: Override['keys'] = {};
  for (const override of configuration.overrides) {
    const matches = overrideMatches(override.where, place);
    if (matches === 'unknown') undecided.push(describeWhere(override.where));
    if (matches === 'yes') chosen = { ...override.keys, ...chosen };
  }
  const { mode = configuration.mode, ...settings } = chosen;
  return {
    settings: { ...configuration.keys, ...settings },
    mode: undecided.length > 0 ? 'observe' : mode,
    undecided,
  };
};

const overrideMatches = (where: Override['where'], place: KeyPlace): 'yes' | 'no' | 'unknown' => {
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

const describeWhere = (where: Override['where']): string => {
  const [name, value] = Object.entries(where)[0] ?? ['nothing', ''];
  return `${name} ${value}`;
};
