import { nameOfArn } from '../../../model/ids.ts';
import type { SwitchPlan } from '../../switch-plan.ts';
import { shellWord } from '../text-in.ts';
import { parsePolicy } from '../trust-pins.ts';
import { awsSideOf } from './aws-side.ts';
import { cdkSnippet } from './cdk.ts';
import { cloudFormationSnippet } from './cloudformation.ts';
import { terraformSnippet } from './terraform.ts';

/**
 * The AWS side as code: a role to create in three formats, or what an existing role must change.
 * Empty while there is no role to speak of.
 */
export const awsSideSnippets = (plan: SwitchPlan): Readonly<Record<string, string>> => {
  const side = awsSideOf(plan);
  if (side === undefined) return changeOf(plan);
  const inTemplates = resolvable.test(JSON.stringify(side))
    ? { cloudformation: notWritten('CloudFormation'), cdk: notWritten('CDK') }
    : { cloudformation: cloudFormationSnippet(side), cdk: cdkSnippet(side) };
  return { ...inTemplates, terraform: terraformSnippet(side) };
};

/**
 * CloudFormation resolves `{{resolve:…}}` wherever it stands and knows no way to escape it; CDK does
 * the same with the tokens in its strings.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
const resolvable = /\{\{\s*resolve:|\$\{Token\[/i;

const notWritten = (format: string): string =>
  `# Not written: a name in the policies holds {{resolve:…}} or \${Token[…]}, which ${format} would replace. Use terraform.\n`;

/** An existing role belongs to somebody's code already: say what changes, not how to make it. */
const changeOf = ({ role }: SwitchPlan): Readonly<Record<string, string>> => {
  if (role === undefined || !role.existing) return {};
  const name = shellWord(nameOfArn(role.arn));
  const { trustPolicy, permissionsPolicy } = role;
  if (trustPolicy === undefined && permissionsPolicy === undefined) return {};
  return {
    ...(trustPolicy === undefined ? {} : { 'trust-policy': pretty(trustPolicy, 'trust policy') }),
    ...(permissionsPolicy === undefined
      ? {}
      : { 'permissions-policy': pretty(permissionsPolicy, 'permissions policy') }),
    'change-role': `# better in the code that made the role; by hand:
${
  trustPolicy === undefined
    ? ''
    : `aws iam update-assume-role-policy --role-name ${name} --policy-document file://trust-policy.json\n`
}${
  permissionsPolicy === undefined
    ? ''
    : `aws iam put-role-policy --role-name ${name} --policy-name replaces-access-key --policy-document file://permissions-policy.json\n`
}`,
  };
};

const pretty = (policy: string, which: string): string =>
  `${JSON.stringify(parsePolicy(policy, which), null, 2)}\n`;
