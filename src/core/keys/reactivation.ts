import type { Reason } from './reasons.ts';

/**
 * Why a key that was disabled is talked about again. The first time its clock starts anew; from the
 * second time on a person must change what activates it, because fighting code only makes noise.
 * @param automation the tool that activated it, when CloudTrail shows one
 */
export const reactivatedReason = (
  automation: string | undefined,
  reactivations: number,
): Reason => {
  const who = automation ?? 'Somebody';
  if (reactivations < 2) {
    return {
      id: 're-activated',
      text: `${who} activated the key again after lastkey had disabled it.${codeChange(automation)}`,
    };
  }
  return {
    id: 're-activated',
    text: `${who} activated the key again, for the ${ordinal(reactivations)} time. lastkey will not disable it a third time: change the code that does it.${codeChange(automation)}`,
  };
};

/**
 * The change to make in the code that owns the key.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_access_key
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html
 */
const codeChange = (automation: string | undefined): string => {
  switch (automation) {
    case 'Terraform':
    case 'OpenTofu':
      return ' Set `status = "Inactive"` on its `aws_iam_access_key` resource, or remove the resource.';
    case 'CloudFormation':
    case 'AWS CDK':
      return ' Set `Status: Inactive` on its `AWS::IAM::AccessKey` resource, or remove the resource.';
    case 'Pulumi':
      return ' Set `status: "Inactive"` on its `aws.iam.AccessKey` resource, or remove the resource.';
    default:
      return '';
  }
};

const ordinal = (n: number): string => (n === 2 ? 'second' : n === 3 ? 'third' : `${n}th`);
