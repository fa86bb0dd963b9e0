import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { isRecord, optionalInteger, optionalText, recordList } from '../input.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import { callerAccessKeyId, isReadOnly, recordText } from './cloudtrail-record.ts';

const largestPage = 50;

/**
 * The event history of the caller's account and region, newest first, 50 a page, one attribute.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export const lookupEvents: Action = (input, { organization, account, region }) => {
  const attributes = recordList(input, 'LookupAttributes');
  if (attributes.length > 1) {
    throw new AwsError(
      'InvalidLookupAttributesException',
      400,
      'You can specify only one lookup attribute.',
    );
  }
  const size = optionalInteger(input, 'MaxResults') ?? largestPage;
  if (size < 1 || size > largestPage) {
    throw new AwsError('InvalidMaxResultsException', 400, 'MaxResults must be 1 to 50.');
  }
  const from = Number(input['StartTime'] ?? 0) * 1000;
  const to = Number(input['EndTime'] ?? Number.MAX_SAFE_INTEGER) * 1000;
  const found = organization.records
    .filter((recorded) => recorded.accountId === account.accountId && recorded.region === region)
    .map(({ record }) => record)
    .filter(
      (record) =>
        timeOf(record) >= from &&
        timeOf(record) <= to &&
        attributes.every((attribute) => hasAttribute(record, attribute)),
    )
    .sort((one, other) => timeOf(other) - timeOf(one));

  const start = Number(optionalText(input, 'NextToken') ?? '0');
  if (!Number.isInteger(start)) {
    throw new AwsError('InvalidNextTokenException', 400, 'Invalid NextToken.');
  }
  const end = start + size;
  return {
    Events: found.slice(start, end).map((record) => ({
      EventId: recordText(record, 'eventID'),
      EventName: recordText(record, 'eventName'),
      ReadOnly: String(isReadOnly(record)),
      AccessKeyId: callerAccessKeyId(record),
      EventTime: new Date(timeOf(record)),
      EventSource: recordText(record, 'eventSource'),
      Username: userNameOf(record),
      CloudTrailEvent: JSON.stringify(record),
    })),
    ...(end < found.length ? { NextToken: String(end) } : {}),
  };
};

const timeOf = (record: CloudTrailRecord): number =>
  new Date(recordText(record, 'eventTime') ?? 0).getTime();

const userNameOf = (record: CloudTrailRecord): string | undefined => {
  const identity = record['userIdentity'];
  if (!isRecord(identity)) return undefined;
  const arn = recordText(identity, 'arn');
  return (
    recordText(identity, 'userName') ??
    (identity['type'] === 'Root' ? 'root' : arn?.split('/').at(-1))
  );
};

const hasAttribute = (record: CloudTrailRecord, attribute: Record<string, unknown>): boolean => {
  const wanted = attribute['AttributeValue'];
  switch (attribute['AttributeKey']) {
    case 'EventId':
      return recordText(record, 'eventID') === wanted;
    case 'EventName':
      return recordText(record, 'eventName') === wanted;
    case 'EventSource':
      return recordText(record, 'eventSource') === wanted;
    case 'ReadOnly':
      return String(isReadOnly(record)) === wanted;
    case 'Username':
      return userNameOf(record) === wanted;
    case 'AccessKeyId':
      return callerAccessKeyId(record) === wanted;
    default:
      throw new AwsError(
        'InvalidLookupAttributesException',
        400,
        `The local organization looks up by EventId, EventName, EventSource, ReadOnly, Username or AccessKeyId; got ${String(attribute['AttributeKey'])}.`,
      );
  }
};
