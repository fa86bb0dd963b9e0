import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { evaluate } from '../../core/federation/evaluate.ts';
import { parseTrustPolicy } from '../../core/federation/parse-trust-policy.ts';
import { InputError } from '../../core/model/errors.ts';
import type { Io } from '../output.ts';
import { claimsFrom, contextFrom } from './request.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const answer = (line: string): object => {
  let id: unknown = null;
  try {
    const value: unknown = JSON.parse(line);
    if (!isObject(value)) throw new InputError('A line must be a JSON object.');
    id = value['id'] ?? null;
    const parsed = parseTrustPolicy(value['policy']);
    if (parsed.status === 'unreadable') throw new InputError(parsed.why);
    const claims = claimsFrom(value['claims'], 'claims');
    const keys = contextFrom(value['context'], 'context');
    return { id, ...evaluate(parsed.policy, claims, { keys }) };
  } catch (error) {
    if (error instanceof InputError || error instanceof SyntaxError) {
      return { id, error: error.message };
    }
    throw error;
  }
};

/** Flushed at this many characters, so that thousands of cases are not thousands of writes. */
const flushAt = 64 * 1024;

/**
 * Answers each line of a JSON Lines file in order: `{"id", "decision", "reasons"}`, or
 * `{"id", "error"}` for a line that is not a case.
 * @returns how many lines were not
 * @throws InputError when the file cannot be read
 */
export const evaluateCases = async (path: string, io: Io): Promise<number> => {
  const input = path === '-' ? Readable.from(io.stdin) : createReadStream(path);
  let bad = 0;
  let buffered = '';
  // A missing file is an event of the stream, which readline's iterator does not pass on.
  const failure = new Promise<never>((_, reject) => input.once('error', reject));
  failure.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const iterator = lines[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), failure]);
      if (next.done === true) break;
      const line = next.value.replace(/^\uFEFF/, '');
      if (line.trim() === '') continue;
      const result = answer(line);
      if ('error' in result) bad += 1;
      buffered += `${JSON.stringify(result)}\n`;
      if (buffered.length >= flushAt) {
        io.out(buffered);
        buffered = '';
      }
    }
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}.`);
  }
  if (buffered !== '') io.out(buffered);
  return bad;
};
