import type { RoleArn } from '../model/ids.ts';
import type { Mechanism, WorkloadKind } from './replacement.ts';
import { attachedRole } from './scenarios/attached-role.ts';
import { crossAccount, vendorAccount } from './scenarios/cross-account.ts';
import { azureFunctions, dynamics365 } from './scenarios/entra.ts';
import { githubActions } from './scenarios/github-actions.ts';
import { gitlabCi } from './scenarios/gitlab-ci.ts';
import { otherOidc } from './scenarios/other-oidc.ts';
import { person } from './scenarios/person.ts';
import { rolesAnywhere } from './scenarios/roles-anywhere.ts';
import { unknownWorkload } from './scenarios/unknown-workload.ts';

/** Where the key is. */
export interface Place {
  readonly accountId: string;
  readonly userName: string;
}

/** How one kind of workload gets by without a key. */
export interface Scenario {
  readonly mechanism: Mechanism;
  /** One line when the account has no role that fits. */
  readonly noRole: string;
  /** Steps to the first role, in order. */
  readonly setUp: (place: Place) => readonly string[];
  /** Steps to an existing role, in order. */
  readonly switchTo: (place: Place, role: RoleArn) => readonly string[];
  /** Code by name. Without a role, what must be filled in stands in angle brackets. */
  readonly snippets: (place: Place, role: RoleArn | undefined) => Readonly<Record<string, string>>;
}

const scenarios: Record<WorkloadKind, Scenario> = {
  'github-actions': githubActions,
  'gitlab-ci': gitlabCi,
  'azure-functions': azureFunctions,
  'dynamics-365': dynamics365,
  'azure-devops': otherOidc(
    'Azure DevOps',
    'Install AWS Toolkit for Azure DevOps 1.15.0 or later and let the service connection use OIDC.',
    'sc://<organization>/<project>/<service connection>',
  ),
  'bitbucket-pipelines': otherOidc(
    'Bitbucket Pipelines',
    'Set oidc: true on the step; the token is in $BITBUCKET_STEP_OIDC_TOKEN.',
    '{<repository uuid>}:{<environment uuid>}:*',
  ),
  circleci: otherOidc(
    'CircleCI',
    'Give role_arn to the aws-cli orb; the token is in $CIRCLE_OIDC_TOKEN_V2.',
    'org/<organization id>/project/<project id>/user/*',
  ),
  buildkite: otherOidc(
    'Buildkite',
    'Use the plugin aws-assume-role-with-web-identity.',
    'organization:<organization>:pipeline:<pipeline>:ref:refs/heads/main:*',
  ),
  'hcp-terraform': otherOidc(
    'HCP Terraform',
    'Set TFC_AWS_PROVIDER_AUTH=true and TFC_AWS_RUN_ROLE_ARN on the workspace.',
    'organization:<organization>:project:<project>:workspace:<workspace>:run_phase:apply',
  ),
  spacelift: otherOidc(
    'Spacelift',
    'Let the provider assume the role with the mounted token spacelift.oidc.',
    'space:<space>:stack:<stack>:*:scope:write',
  ),
  jenkins: otherOidc(
    'Jenkins',
    'Install the OpenID Connect Provider plugin and give the job an id-token credential.',
    '<job URL>',
  ),
  kubernetes: otherOidc(
    'the cluster',
    'Set the role on the service account; the SDK reads AWS_WEB_IDENTITY_TOKEN_FILE by itself.',
    'system:serviceaccount:<namespace>:<service account>',
  ),
  'google-cloud': otherOidc(
    'Google Cloud',
    'Fetch an identity token from the metadata server and give it to fromWebToken.',
    '<numeric id of the service account>',
  ),
  'aws-compute': attachedRole,
  'aws-account': crossAccount,
  'saas-vendor': vendorAccount,
  'on-premises': rolesAnywhere,
  person,
  unknown: unknownWorkload,
};

export const scenarioFor = (kind: WorkloadKind): Scenario => scenarios[kind];
