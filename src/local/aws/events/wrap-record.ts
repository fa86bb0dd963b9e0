import type { CloudTrailRecord } from '../cloudtrail/cloudtrail-record.ts';
import { recordText } from '../cloudtrail/cloudtrail-record.ts';

const detailTypes: Readonly<Record<string, string>> = {
  AwsConsoleSignIn: 'AWS Console Signin via CloudTrail',
  AwsConsoleAction: 'AWS Console Action via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
};

/**
 * The EventBridge event that carries a CloudTrail record.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const wrapRecord = (
  record: CloudTrailRecord,
  place: { readonly accountId: string; readonly region: string; readonly id: string },
): Readonly<Record<string, unknown>> => ({
  version: '0',
  id: place.id,
  'detail-type':
    detailTypes[recordText(record, 'eventType') ?? ''] ?? 'AWS API Call via CloudTrail',
  source: `aws.${(recordText(record, 'eventSource') ?? 'unknown').split('.')[0]}`,
  account: place.accountId,
  time: recordText(record, 'eventTime') ?? '',
  region: place.region,
  resources: [],
  detail: record,
});
