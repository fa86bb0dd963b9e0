/**
 * The AWS partition of an account, from ARNs in it or else from a region of its calls; `aws` when
 * neither is there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const partitionOf = (from: {
  readonly arns: readonly string[];
  readonly region: string | undefined;
}): string => {
  const [arn] = from.arns;
  if (arn !== undefined) return arn.split(':')[1] ?? 'aws';
  const region = from.region ?? '';
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
};
