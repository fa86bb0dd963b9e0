import type { Input } from './input.ts';
import { isRecord } from './input.ts';

/** One API call as the call log keeps it. */
export interface ApiCall {
  /** Milliseconds since the epoch, by the organization's clock. */
  readonly at: number;
  /** Signing name: `iam`, `sts`, `organizations`, `events`, `dynamodb`, … */
  readonly service: string;
  readonly action: string;
  readonly region: string;
  /** Account and principal of the caller; `unknown` for an unsigned or unrecognized caller. */
  readonly accountId: string;
  readonly principalArn: string;
  /** Without secrets. */
  readonly parameters: Input;
  readonly outcome: 'succeeded' | { readonly errorCode: string };
}

const secretNames = new Set([
  'Password',
  'SecretAccessKey',
  'SecretBinary',
  'SecretString',
  'SessionToken',
  'Value',
  'WebIdentityToken',
]);

/** Parameters with each secret replaced by `***`, at any depth. */
export const withoutSecrets = (parameters: Input): Input => {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (!isRecord(value)) return value;
    // A tag is a Key with a Value, and no secret.
    const isTag = 'Key' in value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        secretNames.has(name) && typeof member === 'string' && !(isTag && name === 'Value')
          ? '***'
          : clean(member),
      ]),
    );
  };
  return clean(parameters) as Input;
};
