import { type JsonObject, objectIn, objectsIn, textIn } from '../events/json-object.ts';

/** Where a call was made: the parts of an ARN that requestParameters leave out. */
interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * ARNs that a record names for one IAM action: those CloudTrail lists, else what the request says
 * where it can mean one thing only. Empty: the record does not tell.
 */
export const resourcesOfEvent = (record: JsonObject, action: string): readonly string[] => {
  const service = action.split(':')[0] ?? '';
  const listed = listedArns(record, service);
  if (service === 's3') return s3Resources(record, action, listed);
  if (listed.length > 0) return listed;
  return requestedArns(record, service);
};

/** Other services' resources stand beside the action's own, such as the KMS key of a secret. */
const listedArns = (record: JsonObject, service: string): readonly string[] =>
  objectsIn(record, 'resources').flatMap((resource) => {
    const arn = textIn(resource, 'ARN') ?? textIn(resource, 'arn');
    return arn?.startsWith('arn:') && arn.split(':')[2] === arnServiceOf(service) ? [arn] : [];
  });

/** `sts:AssumeRole` acts on an `iam` resource; log groups are `logs`; the others agree. */
const arnServiceOf = (service: string): string => (service === 'sts' ? 'iam' : service);

/** S3 actions on objects; all others act on buckets. */
const onObject =
  /^s3:((Get|Put|Delete|Restore|Replicate)Object|AbortMultipartUpload$|ListMultipartUploadParts$)/;

const s3Resources = (
  record: JsonObject,
  action: string,
  listed: readonly string[],
): readonly string[] => {
  const place = placeOf(record);
  const request = objectIn(record, 'requestParameters');
  const bucket = textIn(request, 'bucketName') ?? textIn(request, 'bucket');
  const key = textIn(request, 'key');
  const isCopySource =
    action === 's3:GetObject' &&
    /^(CopyObject|UploadPartCopy)$/.test(textIn(record, 'eventName') ?? '');
  if (isCopySource) return copySource(request, place);
  if (onObject.test(action)) {
    const objects = listed.filter((arn) => arn.includes('/'));
    if (objects.length > 0) return objects;
    return bucket === undefined || key === undefined || bucket.startsWith('arn:')
      ? []
      : [`arn:${place.partition}:s3:::${bucket}/${key}`];
  }
  const buckets = listed.filter((arn) => !arn.includes('/'));
  if (buckets.length > 0) return buckets;
  return bucket === undefined || bucket.startsWith('arn:')
    ? []
    : [`arn:${place.partition}:s3:::${bucket}`];
};

/** `x-amz-copy-source: /bucket/key?versionId=…`, percent-encoded or not. */
const copySource = (request: JsonObject, { partition }: Place): readonly string[] => {
  const source = textIn(request, 'x-amz-copy-source')?.replace(/^\//, '').replace(/\?.*$/, '');
  if (source === undefined || !/^[^/]+\/.+/.test(source) || source.includes('%')) return [];
  return [`arn:${partition}:s3:::${source}`];
};

const placeOf = (record: JsonObject): Place => {
  const region = textIn(record, 'awsRegion') ?? '';
  return {
    partition: region.startsWith('cn-')
      ? 'aws-cn'
      : region.startsWith('us-gov-')
        ? 'aws-us-gov'
        : region.startsWith('eusc-')
          ? 'aws-eusc'
          : 'aws',
    region,
    accountId:
      textIn(record, 'recipientAccountId') ??
      textIn(objectIn(record, 'userIdentity'), 'accountId') ??
      '',
  };
};

/**
 * Request parameters that name one resource, and what stands between the account and the name in
 * its ARN. A value that is an ARN already is taken as it is.
 */
const named: ReadonlyMap<string, readonly (readonly [parameter: string, path: string])[]> = new Map(
  Object.entries({
    athena: [['workGroup', 'workgroup/']],
    cloudformation: [['stackName', 'arn-only']],
    codebuild: [['projectName', 'project/']],
    codecommit: [['repositoryName', '']],
    codepipeline: [['pipelineName', '']],
    dynamodb: [['tableName', 'table/']],
    ecr: [['repositoryName', 'repository/']],
    eks: [['clusterName', 'arn-only']],
    firehose: [['deliveryStreamName', 'deliverystream/']],
    kinesis: [
      ['streamARN', 'arn-only'],
      ['streamName', 'stream/'],
    ],
    kms: [['keyId', 'key/']],
    lambda: [['functionName', 'function:']],
    logs: [
      ['logGroupIdentifier', 'arn-only'],
      ['logGroupName', 'log-group:'],
    ],
    secretsmanager: [['secretId', 'arn-only']],
    sns: [
      ['topicArn', 'arn-only'],
      ['targetArn', 'arn-only'],
    ],
    sqs: [['queueUrl', '']],
    ssm: [['name', 'parameter/']],
    states: [
      ['stateMachineArn', 'arn-only'],
      ['executionArn', 'arn-only'],
    ],
    sts: [['roleArn', 'arn-only']],
  } satisfies Record<string, readonly (readonly [string, string])[]>),
);

const requestedArns = (record: JsonObject, service: string): readonly string[] => {
  const request = objectIn(record, 'requestParameters');
  const place = placeOf(record);
  if (service === 'iam') return iamResources(record, request);
  for (const [parameter, path] of named.get(service) ?? []) {
    const value = textIn(request, parameter);
    const arn = value === undefined ? undefined : arnFrom(service, value, path, place, record);
    if (arn !== undefined) return [arn];
  }
  return [];
};

const arnFrom = (
  service: string,
  value: string,
  path: string,
  place: Place,
  record: JsonObject,
): string | undefined => {
  if (value.startsWith('arn:')) return value;
  if (path === 'arn-only' || place.accountId === '' || place.region === '') return undefined;
  const prefix = `arn:${place.partition}:${service}:${place.region}:${place.accountId}`;
  switch (service) {
    case 'sqs':
      return queueArn(value, place);
    case 'kms':
      // An alias permits nothing by itself: the key behind it does, and the record does not say which.
      return /^[0-9a-f]{8}-|^mrk-/.test(value) ? `${prefix}:${path}${value}` : undefined;
    case 'lambda':
      return /^[\w-]+$/.test(value) ? `${prefix}:${path}${value}` : undefined;
    case 'ssm':
      return isParameterCall(record) ? `${prefix}:${path}${value.replace(/^\//, '')}` : undefined;
    default:
      return `${prefix}:${path}${value}`;
  }
};

/** `name` means a parameter in these calls only. */
const isParameterCall = (record: JsonObject): boolean =>
  /Parameter(History|s|sByPath)?$/.test(textIn(record, 'eventName') ?? '');

/** `https://sqs.eu-west-1.amazonaws.com/111122223333/orders` */
const queueArn = (url: string, { partition }: Place): string | undefined => {
  const [, region, account, name] =
    /^https:\/\/sqs\.([\w-]+)\.amazonaws\.com(?:\.cn)?\/(\d{12})\/([\w.-]+)$/.exec(url) ?? [];
  return name === undefined ? undefined : `arn:${partition}:sqs:${region}:${account}:${name}`;
};

/**
 * Names in IAM requests leave out the path, without which an ARN may name another principal: only
 * policies, which go by ARN, and the caller itself are told.
 */
const iamResources = (record: JsonObject, request: JsonObject): readonly string[] => {
  const policy = textIn(request, 'policyArn');
  const isOnPolicy = /^(Get|Delete|Create|List|SetDefault)\w*Policy/;
  if (policy?.startsWith('arn:') && isOnPolicy.test(textIn(record, 'eventName') ?? '')) {
    return [policy];
  }
  const caller = objectIn(record, 'userIdentity');
  const user = textIn(request, 'userName');
  const own = textIn(caller, 'arn');
  return user !== undefined && user === textIn(caller, 'userName') && own !== undefined
    ? [own]
    : [];
};
