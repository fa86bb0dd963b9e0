import { describe, expect, it } from 'vitest';
import { actionsOfEvent } from '../../../src/core/usage/actions-of-event.ts';

describe('the IAM actions of a call', () => {
  it.each([
    ['s3.amazonaws.com', 'HeadObject', ['s3:GetObject']],
    ['s3.amazonaws.com', 'ListObjectsV2', ['s3:ListBucket']],
    ['s3.amazonaws.com', 'CopyObject', ['s3:PutObject', 's3:GetObject']],
    ['s3.amazonaws.com', 'CompleteMultipartUpload', ['s3:PutObject']],
    ['s3.amazonaws.com', 'PutBucketEncryption', ['s3:PutEncryptionConfiguration']],
    ['lambda.amazonaws.com', 'CreateFunction20150331', ['lambda:CreateFunction']],
    ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', ['lambda:UpdateFunctionCode']],
    ['lambda.amazonaws.com', 'Invoke', ['lambda:InvokeFunction']],
    ['cloudfront.amazonaws.com', 'CreateInvalidation2020_05_31', ['cloudfront:CreateInvalidation']],
    ['monitoring.amazonaws.com', 'PutMetricData', ['cloudwatch:PutMetricData']],
    ['email.amazonaws.com', 'SendEmail', ['ses:SendEmail']],
    ['tagging.amazonaws.com', 'GetResources', ['tag:GetResources']],
    ['apigateway.amazonaws.com', 'CreateRestApi', ['apigateway:POST']],
    ['apigateway.amazonaws.com', 'GetStages', ['apigateway:GET']],
    ['kms.amazonaws.com', 'ReEncrypt', ['kms:ReEncryptFrom', 'kms:ReEncryptTo']],
    ['sts.amazonaws.com', 'GetCallerIdentity', []],
    ['logs.amazonaws.com', 'FilterLogEvents', ['logs:FilterLogEvents']],
    ['states.amazonaws.com', 'StartExecution', ['states:StartExecution']],
    ['ec2.amazonaws.com.cn', 'DescribeVpcs', ['ec2:DescribeVpcs']],
  ])('%s %s: %j', (source, name, actions) => {
    expect(actionsOfEvent(source, name)).toEqual(actions);
  });
});
