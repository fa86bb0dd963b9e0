import { AwsError } from './aws-error.ts';

/** Parameters of a call, whichever protocol carried them. Query parameters are text throughout. */
export type Input = Readonly<Record<string, unknown>>;

const invalid = (what: string): AwsError => new AwsError('ValidationError', 400, what);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const optionalText = (input: Input, name: string): string | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(`${name} must be text, got ${typeof value}.`);
  return value;
};

export const requiredText = (input: Input, name: string): string => {
  const value = optionalText(input, name);
  if (value === undefined || value === '') {
    throw invalid(
      `1 validation error detected: Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
};

export const optionalInteger = (input: Input, name: string): number | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number)) throw invalid(`${name} must be an integer, got ${String(value)}.`);
  return number;
};

export const textList = (input: Input, name: string): readonly string[] => {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || value.some((member) => typeof member !== 'string')) {
    throw invalid(`${name} must be a list of text.`);
  }
  return value as string[];
};

export const recordList = (input: Input, name: string): readonly Record<string, unknown>[] => {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || !value.every(isRecord)) {
    throw invalid(`${name} must be a list of structures.`);
  }
  return value;
};
