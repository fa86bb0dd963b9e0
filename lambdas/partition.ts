/** The region this function runs in; Lambda always sets it. */
export const region = (): string => process.env['AWS_REGION'] ?? 'us-east-1';

/** The partition of that region. */
export const partition = (): string => {
  if (region().startsWith('cn-')) return 'aws-cn';
  return region().startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

/** What regional host names of the partition end in. */
export const urlSuffix = (): string =>
  partition() === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
