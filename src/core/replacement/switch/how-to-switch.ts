import { nameOfArn } from '../../model/ids.ts';
import type { KeyUsage } from '../../usage/key-usage.ts';
import type { SwitchPlan } from '../switch-plan.ts';
import { awsSideSnippets } from './aws-side/aws-side-snippets.ts';
import { type ClientSide, clientSideOf } from './client-side.ts';
import { fill, known, usable } from './fill.ts';
import { oneLine } from './text-in.ts';
import { closingSnippets } from './watch-both.ts';
import { whatBreaks } from './what-breaks.ts';

/** How one key is replaced by its role, ready to be followed. */
export interface HowToSwitch {
  /** One line: what is done instead of using the key. */
  readonly summary: string;
  /** In order, one line each; a step that needs code names its snippet. */
  readonly steps: readonly string[];
  /** Code to copy, by name: `workflow`, `cloudformation`, `cdk`, `terraform`, `check`, … */
  readonly snippets: Readonly<Record<string, string>>;
  /** What stops working if the key is disabled now, one line each. */
  readonly breaks: readonly string[];
}

/**
 * The way from a key to the role that replaces it: create the role, switch, watch both, disable the
 * key, delete it. Pure: nothing that the plan does not say is made up, and what must still be
 * answered stands as `<label>`.
 * @throws LastkeyError `policy-not-json` when a policy of the plan is no JSON
 */
export const howToSwitch = (plan: SwitchPlan, usage?: KeyUsage): HowToSwitch => {
  const client = clientSideOf(plan)({
    plan,
    usage,
    roleArn: usable(plan.role?.arn) ?? `arn:${plan.partition}:iam::${plan.accountId}:role/<role>`,
    region:
      known(plan, 'region') ??
      usable(usage?.regions[0]?.value) ??
      usable(plan.lastUsedRegion) ??
      fill(plan, 'region', 'region'),
  });
  const awsSide = awsSideSnippets(plan);
  return {
    summary: summary(plan, client),
    steps: [
      ...questions(plan, awsSide),
      ...providerSteps(plan),
      ...roleSteps(plan, awsSide),
      ...client.steps,
      ...closingSteps(plan, client),
    ].map((step) => oneLine(step, 600)),
    snippets: {
      ...client.snippets,
      ...awsSide,
      ...(plan.mechanism === 'exception' ? {} : closingSnippets(plan, usage, client)),
    },
    breaks: whatBreaks(usage),
  };
};

const summary = ({ role, userName }: SwitchPlan, client: ClientSide): string =>
  oneLine(
    role === undefined
      ? `Instead of the key of ${userName}: ${client.summary}.`
      : `${role.existing ? 'Use' : 'Create and use'} role ${nameOfArn(role.arn)} instead of the key of ${userName}: ${client.summary}.`,
    400,
  );

/** The anchor that a snippet creates need not be named by anybody. */
const questions = (
  { questions }: SwitchPlan,
  awsSide: Readonly<Record<string, string>>,
): readonly string[] => {
  const createsAnchor = awsSide['terraform']?.includes('"aws_rolesanywhere_trust_anchor"') === true;
  const open = questions.filter(({ field }) => !(createsAnchor && /^trustAnchor/.test(field)));
  return open.length === 0
    ? []
    : [
        `Answer first: ${open.map(({ label }) => label).join(', ')}. Until then <…> stands for it in the snippets.`,
      ];
};

const providerSteps = ({ provider, role }: SwitchPlan): readonly string[] => {
  if (provider === undefined || /^accounts\.google\.com$/.test(provider.url)) return [];
  switch (provider.exists) {
    case 'yes':
      return [
        `Check that the identity provider ${provider.url} of the account lists ${provider.audience} among its client IDs.`,
      ];
    case 'no':
      return role === undefined || role.existing
        ? [
            `Create the identity provider https://${provider.url} with client ID ${provider.audience}.`,
          ]
        : [];
    case 'unknown':
      return [
        `Look whether the account has the identity provider ${provider.url} (aws iam list-open-id-connect-providers). The snippets create it. If it is there, set CreateIdentityProvider (create_identity_provider in Terraform) to no and check that it lists ${provider.audience}.`,
      ];
  }
};

const roleSteps = (
  { role, provider }: SwitchPlan,
  awsSide: Readonly<Record<string, string>>,
): readonly string[] => {
  if (role === undefined) return [];
  const name = nameOfArn(role.arn);
  if (!role.existing) {
    const what =
      provider?.exists === 'no' ? `the identity provider and role ${name}` : `role ${name}`;
    return 'terraform' in awsSide
      ? [`Create ${what} with one of the snippets cloudformation, cdk and terraform.`]
      : [`Create ${what}.`];
  }
  return 'change-role' in awsSide
    ? [
        `Change role ${name} first, in the code that made it (snippets ${Object.keys(awsSide)
          .filter((each) => each !== 'change-role')
          .join(' and ')}) or by hand (snippet change-role).`,
      ]
    : [`Role ${name} is there and needs no change.`];
};

const closingSteps = (plan: SwitchPlan, client: ClientSide): readonly string[] => {
  if (plan.mechanism === 'exception') return [];
  return [
    ...(plan.role === undefined
      ? []
      : [
          client.check?.step ??
            'Run the workload once and check who it is: the role, not the user (snippet check).',
        ]),
    `Take the key out of ${client.keyIsIn}.${plan.role === undefined || client.check !== undefined ? '' : ' SDKs that find it in the environment or in ~/.aws/credentials use it before the role.'}`,
    `Watch both until the workload has run everything it does, monthly jobs too: ${plan.role === undefined ? 'the key must fall idle' : 'the role is used and the key falls idle'} (snippet watch).`,
    'Disable the key (Disable now, or snippet retire). If something still needs it, undo brings it back.',
    'Delete the key when nothing has missed it for some weeks (snippet retire).',
  ];
};
