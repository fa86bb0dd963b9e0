import { azureDevops } from './azure-devops.ts';
import { bitbucket } from './bitbucket.ts';
import { buildkite, buildkitePrivate } from './buildkite.ts';
import { circleci } from './circleci.ts';
import { cognito } from './cognito.ts';
import { facebook, loginWithAmazon } from './consumer-login.ts';
import { entraMisnamed, entraPersonalAccounts, entraV1, entraV2 } from './entra.ts';
import { fly } from './fly.ts';
import { githubActions } from './github-actions.ts';
import { githubEnterpriseCloud } from './github-enterprise-cloud.ts';
import { githubEnterpriseServer } from './github-enterprise-server.ts';
import { githubLegacyIssuers } from './github-legacy-issuers.ts';
import { gitlab } from './gitlab.ts';
import { gitlabSelfManaged } from './gitlab-self-managed.ts';
import { google } from './google.ts';
import { harness } from './harness.ts';
import { hcpTerraform, terraformEnterprise } from './hcp-terraform.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { jenkins } from './jenkins.ts';
import { aks, eks, gke, kubernetes, openshift } from './kubernetes.ts';
import { misnamedProviders } from './misnamed.ts';
import { octopus } from './octopus.ts';
import { oracle } from './oracle.ts';
import { pulumi } from './pulumi.ts';
import { sentinel } from './sentinel.ts';
import { sharedIssuers } from './shared-issuers.ts';
import { snowflake } from './snowflake.ts';
import { spacelift } from './spacelift.ts';
import { teamcity } from './teamcity.ts';
import { unknownIssuer } from './unknown-issuer.ts';
import { vercelGlobal, vercelTeam } from './vercel.ts';

/**
 * Every identity provider that lastkey knows. The first that matches counts: exact hosts before
 * those that are told by the subjects a policy expects, and the unknown issuer last.
 */
export const identityProviders: readonly IdentityProvider[] = [
  ...misnamedProviders,
  githubActions,
  githubLegacyIssuers,
  githubEnterpriseCloud,
  githubEnterpriseServer,
  gitlab,
  sentinel,
  entraV1,
  entraV2,
  entraPersonalAccounts,
  entraMisnamed,
  azureDevops,
  bitbucket,
  circleci,
  buildkite,
  buildkitePrivate,
  hcpTerraform,
  spacelift,
  vercelGlobal,
  vercelTeam,
  google,
  cognito,
  loginWithAmazon,
  facebook,
  eks,
  gke,
  aks,
  openshift,
  pulumi,
  fly,
  harness,
  oracle,
  snowflake,
  sharedIssuers,
  gitlabSelfManaged,
  terraformEnterprise,
  octopus,
  jenkins,
  teamcity,
  kubernetes,
  unknownIssuer,
];
