import { builds, each, onAnyHost, type Sign } from './signal.ts';

const exec = 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-user-agent.html';
const own = 'agent string of the product';

/** Products that name themselves in `userAgent`. */
export const toolSigns: readonly Sign[] = [
  {
    pattern: /configure-aws-credentials-for-github-actions|\bgithub-?actions?\b/i,
    weights: { 'github-actions': 8, ...onAnyHost },
    says: 'the GitHub action that sets up AWS credentials used it',
    source: 'https://github.com/aws-actions/configure-aws-credentials',
  },
  {
    pattern: /\bgitlab/i,
    weights: { 'gitlab-ci': 5 },
    says: 'the agent names GitLab',
    source: own,
  },
  {
    pattern: /\bVSTS\b|exec-env\/VSTS|azure-?devops/i,
    weights: { 'azure-devops': 6, ...onAnyHost },
    says: 'a task of the AWS Toolkit for Azure DevOps used it',
    source: 'https://github.com/aws/aws-toolkit-azure-devops',
  },
  {
    pattern: /bitbucket/i,
    weights: { 'bitbucket-pipelines': 5 },
    says: 'the agent names Bitbucket',
    source: own,
  },
  {
    pattern: /circle-?ci/i,
    weights: { circleci: 5 },
    says: 'the agent names CircleCI',
    source: own,
  },
  {
    pattern: /buildkite/i,
    weights: { buildkite: 5 },
    says: 'the agent names Buildkite',
    source: own,
  },
  {
    pattern: /spacelift/i,
    weights: { spacelift: 5.5 },
    says: 'the agent names Spacelift',
    source: own,
  },
  {
    pattern: /\btfc-agent|terraform-cloud|hcp-terraform/i,
    weights: { 'hcp-terraform': 5.5 },
    says: 'the agent names HCP Terraform',
    source: own,
  },
  {
    pattern: /jenkins/i,
    weights: { jenkins: 5.5 },
    says: 'the agent names Jenkins',
    source: own,
  },
  {
    pattern: /aws-sdk-java\/1\..* groovy\//i,
    weights: { jenkins: 1.8, ...each(['gitlab-ci', 'circleci', 'github-actions'], 0.3) },
    says: 'the program has Groovy beside Java, as Jenkins and Gradle do',
    source:
      'https://github.com/aws/aws-sdk-java/blob/master/aws-java-sdk-core/src/main/java/com/amazonaws/util/VersionInfoUtils.java',
  },
  {
    pattern: /exec-env\/AWS_Lambda/i,
    weights: { 'aws-compute': 7, 'aws-account': 6, 'saas-vendor': 4.5, person: -3 },
    says: 'it is used in an AWS Lambda function',
    source: exec,
  },
  {
    pattern: /exec-env\/AWS_ECS/i,
    weights: { 'aws-compute': 6.5, 'aws-account': 5.5, 'saas-vendor': 4, person: -3 },
    says: 'it is used in an Amazon ECS task',
    source: exec,
  },
  {
    pattern: /exec-env\/(AWS_|EC2|EKS|CodeBuild|Batch|AmplifyHosting)/i,
    weights: { 'aws-compute': 5, 'aws-account': 4.2, 'saas-vendor': 3 },
    says: 'its environment is a service of AWS',
    source: exec,
  },
  {
    pattern: /exec-env\/CloudShell/i,
    // The host and the address are CloudShell's own, and so say nothing.
    weights: { person: 6, 'aws-compute': -4, 'aws-account': -3 },
    says: 'it is used in AWS CloudShell',
    source: exec,
  },
  {
    pattern: /microsoft-flow|power-?automate|dynamics|dataverse|\bcrm\b/i,
    weights: { 'dynamics-365': 6 },
    says: 'Power Automate or Dynamics 365 used it',
    source: 'https://learn.microsoft.com/azure/connectors/connectors-native-http',
  },
  {
    pattern: /azure-logic-apps(?!.*microsoft-flow)|azure-?data-?factory|azure-?functions|azcopy/i,
    weights: { 'azure-functions': 5 },
    says: 'a service of Azure used it',
    source: 'https://learn.microsoft.com/azure/connectors/connectors-native-http',
  },
  {
    pattern: /google-?(cloud-?)?storage-?transfer|\bgsutil|gcloud\b|apigee|\bgcs\b/i,
    weights: { 'google-cloud': 5 },
    says: 'a tool or service of Google Cloud used it',
    source: own,
  },
  {
    pattern:
      /external-dns|cert-manager|velero|external-secrets|argo-?cd|fluxcd|crossplane|ecr-credential-provider|k8s-ecr|cluster-autoscaler|karpenter|longhorn|kubernetes|\bk3s\b|cloud-provider-aws|kops\b/i,
    weights: { kubernetes: 5, 'aws-compute': 1, 'on-premises': -1 },
    says: 'a controller of Kubernetes used it',
    source: own,
  },
  {
    pattern:
      /veeam|commvault|netbackup|veritas|rubrik|cohesity|duplicati|nakivo|acronis|msp360 ?backup|cloudberry ?backup|arcserve|bacula|restic/i,
    weights: { 'on-premises': 6, person: -2 },
    says: 'backup software of a server used it',
    source: own,
  },
  {
    pattern: /synology|hyper ?backup|qnap|truenas|freenas|unraid|storage-?gateway/i,
    weights: { 'on-premises': 6 },
    says: 'a storage appliance used it',
    source: own,
  },
  {
    pattern: /rclone|s3cmd|s3fs|goofys|mountpoint-s3/i,
    weights: { 'on-premises': 1.4, person: 0.4, 'aws-compute': 0.2 },
    says: 'a tool that copies or mounts buckets used it',
    source: own,
  },
  {
    pattern: /aws-?toolkit-?for|visual-?studio|jetbrains|intellij/i,
    weights: { person: 5.5 },
    says: 'an editor used it',
    source: 'https://github.com/aws/aws-toolkit-vscode',
  },
  {
    pattern:
      /s3 ?browser|cyberduck|mountain ?duck|cloudberry ?explorer|msp360 ?explorer|winscp|transmit|forklift|filezilla|commander ?one|dbeaver|postman|insomnia|expandrive|\bk9s\b|granted\b|awsume/i,
    weights: { person: 5.5 },
    says: 'a program with a window, which somebody sits in front of, used it',
    source: own,
  },
  {
    pattern: /^mozilla\/|^signin\.amazonaws|console\.amazonaws|S3Console|ConsoleFrontend/i,
    weights: { person: 3.5 },
    says: 'a browser used it',
    source:
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
  },
  {
    pattern:
      /snowflake|databricks|fivetran|\bstitch\b|segment\.|datadog|new ?relic|dynatrace|looker|tableau|cribl|matillion|airbyte|hightouch|sumo ?logic|cloudhealth|cloudability|\bwiz\b|orca ?security|lacework|vanta|drata|\bnops\b|cloudcheckr|salesforce|zapier|workato|boomi|mulesoft|prisma ?cloud|vantage\.sh|rapid7|qualys|tenable/i,
    weights: { 'saas-vendor': 5 },
    says: 'a product that vendors run for their customers used it',
    source: own,
  },
  {
    pattern: /trufflehog|gitleaks|stratus-red-team|grimoire|pacu\b|scoutsuite|prowler/i,
    weights: { unknown: 4, ...each(builds, -0.5), person: 0.5 },
    says: 'a tool for finding or trying leaked keys used it',
    source: 'https://github.com/trufflesecurity/trufflehog',
  },
  {
    pattern: /HashiCorp-terraform-exec/,
    weights: { 'hcp-terraform': 1.2, spacelift: 1, jenkins: 0.6, ...{ person: -1 } },
    says: 'a program, not a person, drives Terraform',
    source: 'https://github.com/hashicorp/terraform-exec',
  },
  {
    pattern: /Terraform\/|OpenTofu\/|Pulumi\//,
    weights: {
      'hcp-terraform': 1,
      spacelift: 0.6,
      'github-actions': 0.5,
      'gitlab-ci': 0.5,
      jenkins: 0.4,
      person: 0.5,
      'aws-compute': -1,
      'saas-vendor': -1,
      'on-premises': -0.5,
    },
    says: 'Terraform or its kin used it',
    source: 'https://developer.hashicorp.com/terraform/plugin/sdkv2',
  },
  {
    pattern: /aws-cdk\/|serverless\b|sam-cli|aws-sam/i,
    weights: { person: 0.6, ...each(builds, 0.4), 'on-premises': -0.5 },
    says: 'a tool that deploys used it',
    source: 'https://docs.aws.amazon.com/cdk/v2/guide/cli.html',
  },
];
