import type { Workspace } from '../workspace.ts';

/** One call of a Web API method, after the token was checked. */
export interface MethodCall {
  readonly workspace: Workspace;
  /** From a form every value is a string; from JSON it is what it is. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Where this server stands, with a slash at the end. */
  readonly baseUrl: string;
}

export type MethodAnswer = { readonly ok: boolean } & Readonly<Record<string, unknown>>;

export type Method = (call: MethodCall) => MethodAnswer;

/** Slack's way to say no: HTTP 200, an error code and, for bad input, what is wrong with it. */
export const refuse = (error: string, faults: readonly string[] = []): MethodAnswer => ({
  ok: false,
  error,
  ...(faults.length === 0
    ? {}
    : {
        errors: faults,
        response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) },
      }),
});

/** A string argument; `''` when absent. */
export const textArgument = ({ given }: MethodCall, name: string): string => {
  const value = given[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** An argument that travels as JSON inside a form; `undefined` when absent or not JSON. */
export const jsonArgument = ({ given }: MethodCall, name: string): unknown => {
  const value = given[name];
  if (typeof value !== 'string') return value ?? undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

export const hasArgument = ({ given }: MethodCall, name: string): boolean =>
  given[name] !== undefined && given[name] !== null && given[name] !== '';
