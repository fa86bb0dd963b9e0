import type { WorkloadKind } from '../replacement.ts';
import { azureDevops, entra, googleCloud } from './clouds.ts';
import { github } from './github.ts';
import { gitlabCi } from './gitlab.ts';
import type { OidcWorkload } from './oidc-workload.ts';
import { bitbucket, buildkite, circleci, jenkins } from './pipelines.ts';
import { hcpTerraform, kubernetes, spacelift } from './platforms.ts';

/** Every kind of workload that has tokens of its own. */
export const oidcWorkloads: readonly OidcWorkload[] = [
  github,
  gitlabCi,
  entra,
  azureDevops,
  bitbucket,
  circleci,
  buildkite,
  hcpTerraform,
  spacelift,
  jenkins,
  kubernetes,
  googleCloud,
];

export const oidcWorkloadOf = (kind: WorkloadKind): OidcWorkload | undefined =>
  oidcWorkloads.find(({ kinds }) => kinds.includes(kind));
