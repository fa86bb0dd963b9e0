/**
 * Where CloudTrail's names are not IAM's, as of November 2026. Everything else is
 * `<first part of eventSource>:<eventName>`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

/** `eventSource` without `.amazonaws.com`, to the service prefix of IAM actions. */
export const servicePrefixes: ReadonlyMap<string, string> = new Map([
  ['monitoring', 'cloudwatch'],
  ['email', 'ses'],
  ['tagging', 'tag'],
  ['api.ecr', 'ecr'],
  ['api.ecr-public', 'ecr-public'],
  ['cloudcontrolapi', 'cloudformation'],
  ['rdsdata', 'rds-data'],
  ['amazonmq', 'mq'],
  ['simpleworkflow', 'swf'],
  ['models.lex', 'lex'],
  ['models-v2-lex', 'lex'],
  ['runtime.lex', 'lex'],
  ['runtime-v2-lex', 'lex'],
  ['iotdata', 'iot'],
  ['data.iot', 'iot'],
  ['bedrock-runtime', 'bedrock'],
  ['bedrock-agent', 'bedrock'],
  ['bedrock-agent-runtime', 'bedrock'],
  ['metering.marketplace', 'aws-marketplace'],
  ['entitlement.marketplace', 'aws-marketplace'],
  ['catalog.marketplace', 'aws-marketplace'],
  ['runtime.sagemaker', 'sagemaker'],
  ['streams.dynamodb', 'dynamodb'],
  ['elastic-inference', 'elastic-inference'],
  ['pinpoint', 'mobiletargeting'],
  ['sms-voice.pinpoint', 'sms-voice'],
  ['data.mediastore', 'mediastore'],
  ['billingconsole', 'billing'],
]);

/**
 * `prefix:eventName` to IAM actions without their prefix, unless one is written. An empty list: the
 * call needs no permission, or is no call.
 */
export const eventActions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
    's3:HeadObject': ['GetObject'],
    's3:SelectObjectContent': ['GetObject'],
    's3:GetObjectTorrent': ['GetObject'],
    's3:HeadBucket': ['ListBucket'],
    's3:ListObjects': ['ListBucket'],
    's3:ListObjectsV2': ['ListBucket'],
    's3:ListBuckets': ['ListAllMyBuckets'],
    's3:ListObjectVersions': ['ListBucketVersions'],
    's3:ListMultipartUploads': ['ListBucketMultipartUploads'],
    's3:ListParts': ['ListMultipartUploadParts'],
    's3:CreateMultipartUpload': ['PutObject'],
    's3:UploadPart': ['PutObject'],
    's3:CompleteMultipartUpload': ['PutObject'],
    's3:PostObject': ['PutObject'],
    's3:UploadPartCopy': ['PutObject', 'GetObject'],
    's3:CopyObject': ['PutObject', 'GetObject'],
    's3:DeleteObjects': ['DeleteObject'],
    's3:GetBucketEncryption': ['GetEncryptionConfiguration'],
    's3:PutBucketEncryption': ['PutEncryptionConfiguration'],
    's3:DeleteBucketEncryption': ['PutEncryptionConfiguration'],
    's3:GetBucketLifecycle': ['GetLifecycleConfiguration'],
    's3:GetBucketLifecycleConfiguration': ['GetLifecycleConfiguration'],
    's3:PutBucketLifecycle': ['PutLifecycleConfiguration'],
    's3:PutBucketLifecycleConfiguration': ['PutLifecycleConfiguration'],
    's3:DeleteBucketLifecycle': ['PutLifecycleConfiguration'],
    's3:GetBucketReplication': ['GetReplicationConfiguration'],
    's3:PutBucketReplication': ['PutReplicationConfiguration'],
    's3:DeleteBucketReplication': ['PutReplicationConfiguration'],
    's3:GetBucketCors': ['GetBucketCORS'],
    's3:PutBucketCors': ['PutBucketCORS'],
    's3:DeleteBucketCors': ['PutBucketCORS'],
    's3:DeleteBucketTagging': ['PutBucketTagging'],
    's3:GetPublicAccessBlock': ['GetBucketPublicAccessBlock'],
    's3:PutPublicAccessBlock': ['PutBucketPublicAccessBlock'],
    's3:PutBucketPublicAccessBlock': ['PutBucketPublicAccessBlock'],
    's3:DeletePublicAccessBlock': ['PutBucketPublicAccessBlock'],
    's3:DeleteBucketPublicAccessBlock': ['PutBucketPublicAccessBlock'],
    's3:GetBucketNotificationConfiguration': ['GetBucketNotification'],
    's3:PutBucketNotificationConfiguration': ['PutBucketNotification'],
    's3:GetBucketAccelerateConfiguration': ['GetAccelerateConfiguration'],
    's3:PutBucketAccelerateConfiguration': ['PutAccelerateConfiguration'],
    's3:GetBucketInventoryConfiguration': ['GetInventoryConfiguration'],
    's3:ListBucketInventoryConfigurations': ['GetInventoryConfiguration'],
    's3:PutBucketInventoryConfiguration': ['PutInventoryConfiguration'],
    's3:DeleteBucketInventoryConfiguration': ['PutInventoryConfiguration'],
    's3:GetBucketMetricsConfiguration': ['GetMetricsConfiguration'],
    's3:ListBucketMetricsConfigurations': ['GetMetricsConfiguration'],
    's3:PutBucketMetricsConfiguration': ['PutMetricsConfiguration'],
    's3:DeleteBucketMetricsConfiguration': ['PutMetricsConfiguration'],
    's3:GetBucketAnalyticsConfiguration': ['GetAnalyticsConfiguration'],
    's3:ListBucketAnalyticsConfigurations': ['GetAnalyticsConfiguration'],
    's3:PutBucketAnalyticsConfiguration': ['PutAnalyticsConfiguration'],
    's3:DeleteBucketAnalyticsConfiguration': ['PutAnalyticsConfiguration'],
    's3:GetBucketIntelligentTieringConfiguration': ['GetIntelligentTieringConfiguration'],
    's3:PutBucketIntelligentTieringConfiguration': ['PutIntelligentTieringConfiguration'],
    's3:GetObjectLockConfiguration': ['GetBucketObjectLockConfiguration'],
    's3:PutObjectLockConfiguration': ['PutBucketObjectLockConfiguration'],
    // https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html (versioned names: see below)
    'lambda:Invoke': ['InvokeFunction'],
    'lambda:InvokeAsync': ['InvokeFunction'],
    'lambda:InvokeExecution': ['InvokeFunction'],
    'lambda:InvokeWithResponseStream': ['InvokeFunction'],
    'cloudfront:CreateDistributionWithTags': ['CreateDistribution', 'TagResource'],
    'cloudfront:CreateStreamingDistributionWithTags': [
      'CreateStreamingDistribution',
      'TagResource',
    ],
    'dynamodb:TransactGetItems': ['GetItem'],
    'dynamodb:TransactWriteItems': ['PutItem', 'UpdateItem', 'DeleteItem'],
    'sqs:SendMessageBatch': ['SendMessage'],
    'sqs:DeleteMessageBatch': ['DeleteMessage'],
    'sqs:ChangeMessageVisibilityBatch': ['ChangeMessageVisibility'],
    'sns:PublishBatch': ['Publish'],
    'kms:ReEncrypt': ['ReEncryptFrom', 'ReEncryptTo'],
    'bedrock:Converse': ['InvokeModel'],
    'bedrock:ConverseStream': ['InvokeModelWithResponseStream'],
    'sagemaker:InvokeEndpointWithResponseStream': ['InvokeEndpoint'],
    // Neither needs a permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    'sts:GetCallerIdentity': [],
    'sts:GetSessionToken': [],
    'signin:ConsoleLogin': [],
    'signin:CheckMfa': [],
    'signin:SwitchRole': [],
    'signin:ExitRole': [],
    'signin:RenewRole': [],
    'signin:CredentialChallenge': [],
    'signin:CredentialVerification': [],
  } satisfies Record<string, readonly string[]>),
);

/** Services whose event names carry the API's date: `CreateFunction20150331v2`, `GetDistribution2020_05_31`. */
export const datedEventNames: ReadonlyMap<string, RegExp> = new Map([
  ['lambda', /\d{8}(v\d+)?$/],
  ['cloudfront', /\d{4}_\d{2}_\d{2}$/],
]);

/**
 * API Gateway's IAM actions are HTTP methods.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export const apiGatewayMethods: readonly (readonly [RegExp, string])[] = [
  [/^(Get|Export)/, 'GET'],
  [/^(Create|Test|Generate|Provision)/, 'POST'],
  [/^(Update|Promote)/, 'PATCH'],
  [/^(Delete|Flush|Reset|Untag)/, 'DELETE'],
  [/^(Put|Tag|Reimport)/, 'PUT'],
  [/^Import/, 'POST'],
];
