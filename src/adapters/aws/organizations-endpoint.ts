/**
 * Where Organizations is, and where its calls are signed: one place in each partition.
 * https://docs.aws.amazon.com/general/latest/gr/ao.html
 */
export const organizationsEndpoint = (
  partition: string,
): { readonly host: string; readonly region: string } => endpoints[partition] ?? commercial;

const commercial = { host: 'organizations.us-east-1.amazonaws.com', region: 'us-east-1' };

const endpoints: Readonly<Record<string, { readonly host: string; readonly region: string }>> = {
  'aws-cn': {
    host: 'organizations.cn-northwest-1.amazonaws.com.cn',
    region: 'cn-northwest-1',
  },
  'aws-us-gov': { host: 'organizations.us-gov-west-1.amazonaws.com', region: 'us-gov-west-1' },
};
