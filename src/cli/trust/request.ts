import type { Claims, EvaluationContext } from '../../core/federation/request-context.ts';
import { InputError } from '../../core/model/errors.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

/**
 * A token's claims.
 * @throws InputError when they are not an object
 */
export const claimsFrom = (value: unknown, where: string): Claims => {
  if (isObject(value)) return value;
  throw new InputError(
    `${where} must be the claims of a token as a JSON object, for example {"iss": "https://…", "aud": "…", "sub": "…"}.`,
  );
};

/**
 * Request context as `{"aws:SourceIp": "192.0.2.1"}`; a list is a multi-valued key.
 * @throws InputError for values that are no text
 */
export const contextFrom = (value: unknown, where: string): EvaluationContext['keys'] => {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new InputError(`${where} must be an object of keys and values.`);
  return Object.fromEntries(
    Object.entries(value).map(([key, raw]) => {
      const values = (Array.isArray(raw) ? raw : [raw]).map(text);
      const texts = values.filter((item) => item !== undefined);
      if (texts.length < values.length) {
        throw new InputError(`${where}: the value of ${key} must be text or a list of texts.`);
      }
      return [key, Array.isArray(raw) ? texts : (texts[0] ?? '')];
    }),
  );
};

/**
 * `KEY=VALUE` words; the same key again makes a list.
 * @throws InputError for a word without `=`
 */
export const contextFromWords = (words: readonly string[]): EvaluationContext['keys'] => {
  const keys: Record<string, string | string[]> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) {
      throw new InputError(
        `--context takes KEY=VALUE, for example --context aws:SourceIp=192.0.2.1. Got "${word}".`,
      );
    }
    const [key, value] = [word.slice(0, at), word.slice(at + 1)];
    const before = keys[key];
    keys[key] = before === undefined ? value : [before, value].flat();
  }
  return keys;
};
