import type { Change } from '../events/change.ts';

/**
 * The tool that made a call, when CloudTrail shows one: a key that code creates comes back when it
 * is only disabled, so the owner must be told to change the code.
 */
export const automationOf = (change: Pick<Change, 'by' | 'userAgent'>): string | undefined => {
  const { invokedBy, type } = change.by;
  if (invokedBy === 'cloudformation.amazonaws.com') return 'CloudFormation';
  // The console calls on behalf of the person who clicked.
  if (invokedBy?.endsWith('.amazonaws.com') && !/^(signin|console)\./.test(invokedBy)) {
    return `the AWS service ${invokedBy.replace('.amazonaws.com', '')}`;
  }
  const agent = change.userAgent ?? '';
  const tool = tools.find(({ token }) => agent.includes(token));
  if (tool !== undefined) return tool.name;
  return type === 'WebIdentityUser' ? 'a federated workload' : undefined;
};

/** Product tokens in `userAgent`; the order counts: Pulumi embeds Terraform's provider. */
const tools = [
  { token: 'Pulumi/', name: 'Pulumi' },
  { token: 'Terraform/', name: 'Terraform' },
  { token: 'OpenTofu/', name: 'OpenTofu' },
  { token: 'aws-cdk/', name: 'AWS CDK' },
  { token: 'crossplane', name: 'Crossplane' },
  { token: 'Ansible', name: 'Ansible' },
  { token: 'cloudformation.amazonaws.com', name: 'CloudFormation' },
] as const;
