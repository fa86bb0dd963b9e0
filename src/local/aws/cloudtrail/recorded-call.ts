import type { AwsError } from '../aws-error.ts';
import type { Caller } from '../caller.ts';
import type { Input } from '../input.ts';
import { isRecord } from '../input.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import { userIdentity } from './user-identity.ts';

/** IAM calls that change something, and that EventBridge therefore sees in any rule state. */
export const isRecordedWrite = (service: string, action: string): boolean =>
  service === 'iam' && !/^(Get|List)/.test(action);

/**
 * The CloudTrail record that an IAM call causes. Dates in the response are locale text, policy
 * documents there are URL-encoded, the secret key is never logged, and an AccessDenied loses the
 * request parameters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const recordedCall = (call: {
  readonly action: string;
  readonly input: Input;
  readonly outcome:
    | { readonly output: Readonly<Record<string, unknown>> }
    | { readonly error: AwsError };
  readonly caller: Caller;
  readonly accountId: string;
  readonly userAgent: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly eventId: string;
  readonly requestId: string;
}): CloudTrailRecord => {
  const { outcome, input } = call;
  const isDenied = 'error' in outcome && outcome.error.code === 'AccessDenied';
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(call.caller),
    eventTime: `${new Date(call.now).toISOString().slice(0, 19)}Z`,
    eventSource: 'iam.amazonaws.com',
    eventName: call.action,
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.10',
    userAgent: call.userAgent,
    ...('error' in outcome
      ? {
          errorCode: isDenied ? 'AccessDenied' : `${outcome.error.code}Exception`,
          errorMessage: outcome.error.message,
        }
      : {}),
    requestParameters: isDenied || Object.keys(input).length === 0 ? null : camelCased(input),
    responseElements: 'output' in outcome ? responseElements(outcome.output) : null,
    requestID: call.requestId,
    eventID: call.eventId,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.accountId,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: 'iam.amazonaws.com',
    },
  };
};

const responseElements = (output: Readonly<Record<string, unknown>>): unknown =>
  Object.keys(output).length === 0 ? null : camelCased(output);

const camelCased = (value: unknown): unknown => {
  if (value instanceof Date) return localeText(value);
  if (Array.isArray(value)) return value.map(camelCased);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => member !== undefined && !secrets.has(name))
      .map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), camelCased(member)]),
  );
};

const secrets = new Set(['SecretAccessKey', 'Password']);

/** `Jul 30, 2024 9:53:13 PM`, as IAM's responses are logged. */
const localeText = (date: Date): string => {
  const day = date.toLocaleDateString('en-US', {
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const time = date.toLocaleTimeString('en-US', { timeZone: 'UTC' }).replace(/\u202f/g, ' ');
  return `${day} ${time}`;
};
