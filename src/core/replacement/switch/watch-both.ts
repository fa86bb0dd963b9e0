import { rootUserName } from '../../events/change.ts';
import { nameOfArn } from '../../model/ids.ts';
import type { KeyUsage } from '../../usage/key-usage.ts';
import type { SwitchPlan } from '../switch-plan.ts';
import type { ClientSide } from './client-side.ts';
import { shellWord } from './text-in.ts';

/** The snippets that every switch ends with: is it the role, is the key idle, take it away. */
export const closingSnippets = (
  plan: SwitchPlan,
  usage: KeyUsage | undefined,
  client: ClientSide,
): Readonly<Record<string, string>> => ({
  ...(plan.role === undefined
    ? {}
    : { check: client.check?.snippet ?? check(plan, plan.role.arn) }),
  watch: watch(plan, usage),
  retire: retire(plan, usage),
});

/** A session's ARN has the role's name without its path. */
const check = (
  plan: SwitchPlan,
  roleArn: string,
): string => `# where the workload runs, after the switch
aws sts get-caller-identity --query Arn --output text
# expected: arn:${plan.partition}:sts::${roleArn.split(':')[4] ?? plan.accountId}:assumed-role/${nameOfArn(roleArn)}/<session name>
# still the key, if it ends in user/${plan.userName}: one in the environment or in ~/.aws/credentials
# wins over the role
`;

const watch = (plan: SwitchPlan, usage: KeyUsage | undefined): string => `# the key: must fall idle
aws iam get-access-key-last-used --access-key-id ${keyOf(plan, usage)}
${
  plan.role === undefined
    ? ''
    : `# the role: must be used; IAM is up to a few hours late
aws iam get-role --role-name ${shellWord(nameOfArn(plan.role.arn))} --query Role.RoleLastUsed
`
}`;

const retire = (plan: SwitchPlan, usage: KeyUsage | undefined): string => {
  const user = isRoot(plan) ? '' : ` --user-name ${shellWord(plan.userName)}`;
  const key = `--access-key-id ${keyOf(plan, usage)}`;
  return `# disable: can be undone
aws iam update-access-key${user} ${key} --status Inactive
# undo
aws iam update-access-key${user} ${key} --status Active
# delete: cannot be undone
aws iam delete-access-key${user} ${key}
`;
};

const keyOf = ({ accessKeyId }: SwitchPlan, usage: KeyUsage | undefined): string =>
  shellWord(usage?.accessKeyId ?? accessKeyId ?? '<access key id>');

const isRoot = ({ userName }: SwitchPlan): boolean => userName === rootUserName;
