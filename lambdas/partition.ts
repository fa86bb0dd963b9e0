/** The partition of the region this function runs in. */
export const partition = (): string => {
  const region = process.env['AWS_REGION'] ?? '';
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};
