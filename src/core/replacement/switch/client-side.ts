import { rootUserName } from '../../events/change.ts';
import type { KeyUsage } from '../../usage/key-usage.ts';
import type { Mechanism, WorkloadKind } from '../replacement.ts';
import type { SwitchPlan } from '../switch-plan.ts';
import { awsAccount } from './clients/aws-account.ts';
import { awsCompute } from './clients/aws-compute.ts';
import { azureDevops } from './clients/azure-devops.ts';
import { azureFunctions } from './clients/azure-functions.ts';
import { bitbucketPipelines } from './clients/bitbucket-pipelines.ts';
import { buildkite } from './clients/buildkite.ts';
import { circleci } from './clients/circleci.ts';
import { dynamics365 } from './clients/dynamics-365.ts';
import { githubActions } from './clients/github-actions.ts';
import { gitlabCi } from './clients/gitlab-ci.ts';
import { googleCloud } from './clients/google-cloud.ts';
import { hcpTerraform } from './clients/hcp-terraform.ts';
import { jenkins } from './clients/jenkins.ts';
import { keepTheKey } from './clients/keep-the-key.ts';
import { kubernetes } from './clients/kubernetes.ts';
import { onPremises } from './clients/on-premises.ts';
import { outboundFederation } from './clients/outbound-federation.ts';
import { person } from './clients/person.ts';
import { rootUser } from './clients/root-user.ts';
import { saasVendor } from './clients/saas-vendor.ts';
import { spacelift } from './clients/spacelift.ts';
import { unknownWorkload } from './clients/unknown-workload.ts';

/** What a snippet is filled with, apart from the plan's own answers. */
export interface ClientInput {
  readonly plan: SwitchPlan;
  readonly usage: KeyUsage | undefined;
  /** Of the role, or `arn:…:role/<role>` while there is none. */
  readonly roleArn: string;
  /** What the workload uses most, or `<region>`. */
  readonly region: string;
}

/** What the owner of a workload changes on their side. */
export interface ClientSide {
  /** One clause with a small initial: `the workflow asks for a token and assumes the role`. */
  readonly summary: string;
  /** In order, one line each. */
  readonly steps: readonly string[];
  readonly snippets: Readonly<Record<string, string>>;
  /** Where the key usually lies and must be taken out: `the repository's secrets`. */
  readonly keyIsIn: string;
  /** Instead of asking the workload who it is, where it cannot be asked. */
  readonly check?: { readonly step: string; readonly snippet: string };
}

/** The client side of one kind of workload. */
export type WriteClientSide = (input: ClientInput) => ClientSide;

const byKind: Record<WorkloadKind, WriteClientSide> = {
  'github-actions': githubActions,
  'gitlab-ci': gitlabCi,
  'azure-functions': azureFunctions,
  'dynamics-365': dynamics365,
  'azure-devops': azureDevops,
  'bitbucket-pipelines': bitbucketPipelines,
  circleci,
  buildkite,
  'hcp-terraform': hcpTerraform,
  spacelift,
  jenkins,
  kubernetes,
  'google-cloud': googleCloud,
  'aws-compute': awsCompute,
  'aws-account': awsAccount,
  'saas-vendor': saasVendor,
  'on-premises': onPremises,
  person,
  unknown: unknownWorkload,
};

/** Mechanisms that look the same whatever the workload is: a Jenkins may well show a certificate. */
const byMechanism: Partial<Record<Mechanism, WriteClientSide>> = {
  'roles-anywhere': onPremises,
  'attached-role': awsCompute,
  'identity-center': person,
  'outbound-federation': outboundFederation,
  exception: keepTheKey,
};

export const clientSideOf = ({ userName, kind, mechanism }: SwitchPlan): WriteClientSide =>
  userName === rootUserName ? rootUser : (byMechanism[mechanism] ?? byKind[kind]);
