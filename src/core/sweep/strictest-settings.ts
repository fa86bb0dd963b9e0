import type { Configuration, KeySettings } from '../model/configuration.ts';

type Decidable = Pick<Configuration, 'keys' | 'mode' | 'overrides'>;

/**
 * The settings under which no key passes that some override would catch: tags are not in the report,
 * so the strictest value of every override on a tag is taken. It selects keys for a closer look, and
 * decides about none.
 */
export const strictestSettings = (configuration: Decidable): Decidable => {
  const onTags = configuration.overrides.filter(({ where }) => 'userTag' in where);
  const least = (name: 'unusedDays' | 'maxAgeDays' | 'newKeyGraceDays', from: number): number =>
    Math.min(from, ...onTags.flatMap(({ keys }) => keys[name] ?? []));
  const strict = (keys: KeySettings): KeySettings => ({
    ...keys,
    unusedDays: least('unusedDays', keys.unusedDays),
    maxAgeDays: least('maxAgeDays', keys.maxAgeDays),
    newKeyGraceDays: least('newKeyGraceDays', keys.newKeyGraceDays),
  });
  return {
    mode: configuration.mode,
    keys: strict(configuration.keys),
    overrides: configuration.overrides
      .filter(({ where }) => !('userTag' in where))
      .map(({ where, keys }) => ({ where, keys: { ...keys, ...strictOf(keys, least) } })),
  };
};

const strictOf = (
  keys: Partial<KeySettings>,
  least: (name: 'unusedDays' | 'maxAgeDays' | 'newKeyGraceDays', from: number) => number,
): Partial<KeySettings> => ({
  ...(keys.unusedDays === undefined ? {} : { unusedDays: least('unusedDays', keys.unusedDays) }),
  ...(keys.maxAgeDays === undefined ? {} : { maxAgeDays: least('maxAgeDays', keys.maxAgeDays) }),
  ...(keys.newKeyGraceDays === undefined
    ? {}
    : { newKeyGraceDays: least('newKeyGraceDays', keys.newKeyGraceDays) }),
});
