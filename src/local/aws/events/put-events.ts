import type { Action, ActionContext } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, recordList } from '../input.ts';
import type { Output } from '../output.ts';
import { decideByPolicies } from '../policy/decide-by-policies.ts';
import { policyRequest } from '../policy/policy-request.ts';
import { unsupported } from '../unsupported.ts';
import { busKey, busKeyOfArn } from './event-bus-state.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const largestBatch = 10;
const largestRequestBytes = 1_048_576;

/** A bad entry fails alone; the call succeeds. */
export const putEvents: Action = async (input, context) => {
  const entries = recordList(input, 'Entries');
  if (entries.length < 1 || entries.length > largestBatch) {
    throw new AwsError(
      'ValidationException',
      400,
      `1 to ${largestBatch} entries, got ${entries.length}.`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(entries)) > largestRequestBytes) {
    throw new AwsError(
      'ValidationException',
      400,
      'Total size of the entries in the request is over the limit.',
    );
  }
  const results: Output[] = [];
  for (const entry of entries) results.push(await putEntry(entry, context));
  return {
    FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
    Entries: results,
  };
};

const putEntry = async (
  entry: Record<string, unknown>,
  { organization, account, caller, region, now, putEvent }: ActionContext,
): Promise<Output> => {
  const failed = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  const source = optionalText(entry, 'Source');
  const detailType = optionalText(entry, 'DetailType');
  const detail = optionalText(entry, 'Detail');
  if (!source)
    return failed(
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    );
  if (!detailType)
    return failed(
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    );
  if (!detail)
    return failed(
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    );
  if (source.startsWith('aws.')) {
    return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(detail);
  } catch {
    return failed('MalformedDetail', 'Detail is malformed.');
  }
  const named = optionalText(entry, 'EventBusName') ?? 'default';
  const key = busKeyOfArn(named) ?? busKey(account.accountId, region, named);
  if (!key.startsWith(`${account.accountId}/`)) {
    throw unsupported(`PutEvents on another account's bus (${named})`);
  }
  const bus = organization.buses.get(key);
  if (!bus) {
    return failed('ResourceNotFoundException', `Event bus ${named} does not exist.`);
  }
  const request = policyRequest(organization, caller, 'events:PutEvents', {
    'events:source': [source],
    'events:detail-type': [detailType],
  });
  if (decideByPolicies(bus.policies, request) === 'ExplicitlyDenied') {
    throw new AwsError(
      'AccessDeniedException',
      400,
      `User: ${caller.arn} is not authorized to perform: events:PutEvents on resource: ${bus.arn} with an explicit deny in a resource-based policy`,
    );
  }
  const id = organization.random.uuid();
  await putEvent(key, {
    version: '0',
    id,
    'detail-type': detailType,
    source,
    account: account.accountId,
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region,
    resources: Array.isArray(entry['Resources']) ? entry['Resources'] : [],
    detail: parsed,
  });
  return { EventId: id };
};
