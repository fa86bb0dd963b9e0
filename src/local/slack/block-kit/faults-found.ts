/**
 * Collects what is wrong with a piece of JSON, worded as Slack words it, each with a JSON pointer:
 * `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`. The wordings were taken
 * from answers that users published, e.g. https://github.com/yonicd/slackreprex/issues/3 and
 * https://github.com/ryanrosello-og/playwright-slack-report/issues/180.
 */
export interface FaultsFound {
  readonly faults: readonly string[];
  add(pointer: string, what: string): void;
  /** A string of `min` to `max` characters; absent is a fault only when `required`. */
  text(
    owner: Json,
    field: string,
    pointer: string,
    limit: { max: number; min?: number; required?: boolean },
  ): void;
  /** The array in a field, or an empty one after noting why it is none. */
  list(owner: Json, field: string, pointer: string, limit: { max: number; min?: number }): Json[];
  oneOf(owner: Json, field: string, pointer: string, allowed: readonly string[]): void;
}

export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The `type` of an object, whatever stands there. */
export const typeOf = ({ type }: Json): string => (typeof type === 'string' ? type : 'none');

export const findFaults = (): FaultsFound => {
  const faults: string[] = [];
  const add = (pointer: string, what: string) => {
    faults.push(`${what} [json-pointer:${pointer}]`);
  };
  return {
    faults,
    add,
    text(owner, field, pointer, { max, min = 1, required = false }) {
      const value = owner[field];
      if (value === undefined || value === null) {
        if (required) add(pointer, `missing required field: ${field}`);
        return;
      }
      const at = `${pointer}/${field}`;
      if (typeof value !== 'string') add(at, 'must be a string');
      else if (value.length > max) add(at, `must be less than ${max + 1} characters`);
      else if (value.length < min) add(at, `must be more than ${min - 1} characters`);
    },
    list(owner, field, pointer, { max, min = 1 }) {
      const value = owner[field];
      if (!Array.isArray(value)) {
        add(pointer, `missing required field: ${field}`);
        return [];
      }
      const at = `${pointer}/${field}`;
      if (value.length > max) add(at, `no more than ${max} items allowed`);
      if (value.length < min) add(at, `no fewer than ${min} items allowed`);
      return value.map((item, index): Json => {
        if (isJson(item)) return item;
        add(`${at}/${index}`, 'must be an object');
        return {};
      });
    },
    oneOf(owner, field, pointer, allowed) {
      const value = owner[field];
      if (value === undefined || value === null) return;
      if (typeof value !== 'string' || !allowed.includes(value)) {
        add(`${pointer}/${field}`, `must be one of: ${allowed.join(', ')}`);
      }
    },
  };
};
