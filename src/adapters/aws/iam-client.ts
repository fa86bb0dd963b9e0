import { IAMClient } from '@aws-sdk/client-iam';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { SessionCredentials } from './member-credentials.ts';

/**
 * IAM is one host name for every account, so one keep-alive pool serves all of them; the region is
 * where a partition's IAM signs.
 * https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
const requestHandler = new NodeHttpHandler({ connectionTimeout: 2_000, requestTimeout: 8_000 });

/**
 * What the environment and configuration files say, looked up once: each client would read them anew.
 */
let settled: IAMClient['config'] | undefined;

export const iamClient = (
  credentials: SessionCredentials,
  /** 1 for a call that must not be made twice. */
  maxAttempts = 4,
): IAMClient => {
  settled ??= new IAMClient({ requestHandler, region: iamRegion(), maxAttempts: 4 }).config;
  return new IAMClient({
    credentials,
    requestHandler,
    region: iamRegion(),
    maxAttempts,
    useDualstackEndpoint: settled.useDualstackEndpoint,
    useFipsEndpoint: settled.useFipsEndpoint,
    defaultsMode: settled.defaultsMode,
    retryMode: settled.retryMode,
    userAgentAppId: settled.userAgentAppId,
    logger: settled.logger,
    defaultUserAgentProvider: settled.defaultUserAgentProvider,
  });
};

const iamRegion = (): string => {
  const region = process.env['AWS_REGION'] ?? 'us-east-1';
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  return region.startsWith('cn-') ? 'cn-north-1' : 'us-east-1';
};
