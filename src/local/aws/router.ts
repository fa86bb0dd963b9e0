import type { ActionContext, PutEvent } from './action.ts';
import { actions } from './actions.ts';
import { AwsError } from './aws-error.ts';
import type { Caller } from './caller.ts';
import type { CloudTrailRecord } from './cloudtrail/cloudtrail-record.ts';
import { isRecordedWrite, recordedCall } from './cloudtrail/recorded-call.ts';
import { findAccessKey } from './iam/find-access-key.ts';
import { identifyCaller } from './identify-caller.ts';
import type { OrganizationState } from './organization-state.ts';
import type { Output } from './output.ts';
import { authorize } from './policy/authorize.ts';
import type { ParsedRequest } from './protocol/parse-request.ts';
import { unsupported } from './unsupported.ts';

/** What the router needs beside the organization. */
export interface RouterParts {
  readonly organization: OrganizationState;
  readonly putEvent: PutEvent;
  /** Takes the record that a write has caused; it is delivered after the answer. */
  readonly record: (record: CloudTrailRecord, accountId: string, region: string) => void;
}

/** The caller of a request, with its key's last use brought up to date. */
export const callerOf = (organization: OrganizationState, request: ParsedRequest): Caller => {
  const caller = identifyCaller(organization, request.accessKeyId);
  const account = organization.accounts.get(caller.accountId);
  const found = account && findAccessKey(account.iam, caller.accessKeyId);
  if (found) {
    found.key.lastUsed = {
      at: organization.clock.now(),
      service: request.service,
      region: request.region,
    };
  }
  return caller;
};

/** Calls that one of the engines, or one of our own actions, answers. */
export const checkSupported = ({ service, action }: ParsedRequest): void => {
  const isOurs = actions[service]?.[action] !== undefined;
  if (!isOurs && service !== 'dynamodb' && service !== 'sqs') {
    throw unsupported(`${service}:${action}`);
  }
};

/** Carries out one call of a service that we answer ourselves. */
export const runAction = async (
  parts: RouterParts,
  request: ParsedRequest,
  caller: Caller,
  attempt: { readonly requestId: string; readonly userAgent: string },
): Promise<Output> => {
  const { organization, putEvent, record } = parts;
  const action = actions[request.service]?.[request.action];
  if (!action) throw unsupported(`${request.service}:${request.action}`);
  const account = organization.accounts.get(caller.accountId);
  if (!account) {
    throw new AwsError('InvalidClientTokenId', 403, `There is no account ${caller.accountId}.`);
  }
  const now = organization.clock.now();
  const context: ActionContext = {
    organization,
    account: account.iam,
    caller,
    region: request.region,
    now,
    putEvent,
  };
  const report = (outcome: { readonly output: Output } | { readonly error: AwsError }): void => {
    if (!isRecordedWrite(request.service, request.action)) return;
    const made = recordedCall({
      action: request.action,
      input: request.input,
      outcome,
      caller,
      accountId: caller.accountId,
      now,
      eventId: organization.random.uuid(),
      ...attempt,
    });
    record(made, caller.accountId, 'us-east-1');
  };
  try {
    authorize(organization, caller, request);
    const output = await action(request.input, context);
    report({ output });
    return output;
  } catch (error) {
    if (error instanceof AwsError) report({ error });
    throw error;
  }
};
