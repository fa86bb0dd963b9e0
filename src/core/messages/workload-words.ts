import type { WorkloadKind } from '../replacement/replacement.ts';

/** Each kind of workload as people call it. */
export const workloadWords: Readonly<Record<WorkloadKind, string | undefined>> = {
  'github-actions': 'GitHub Actions',
  'gitlab-ci': 'GitLab CI',
  'azure-functions': 'Azure Functions or another managed identity',
  'dynamics-365': 'Dynamics 365',
  'azure-devops': 'Azure DevOps',
  'bitbucket-pipelines': 'Bitbucket Pipelines',
  circleci: 'CircleCI',
  buildkite: 'Buildkite',
  'hcp-terraform': 'HCP Terraform',
  spacelift: 'Spacelift',
  jenkins: 'Jenkins',
  kubernetes: 'Kubernetes',
  'google-cloud': 'Google Cloud',
  'aws-compute': 'compute in AWS',
  'aws-account': 'another AWS account',
  'saas-vendor': 'a SaaS vendor',
  'on-premises': 'a server on premises',
  person: 'a person',
  unknown: undefined,
};
