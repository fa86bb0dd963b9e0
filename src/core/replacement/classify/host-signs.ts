import { builds, each, type Sign } from './signal.ts';

const kernel = 'release of the kernel, which aws-cli and SDKs put into the agent';

/** What the operating system's token in `userAgent` tells about the host. The narrower comes first. */
export const hostSigns: readonly Sign[] = [
  {
    pattern: /microsoft-standard/i,
    weights: { ...each(builds, -1.2), person: 3.2, 'on-premises': -1 },
    says: 'the host is Windows with WSL, so a desktop',
    source: kernel,
  },
  {
    pattern: /linuxkit|orbstack|colima/i,
    weights: { person: 2 },
    says: 'the host is Docker on a desktop',
    source: kernel,
  },
  {
    pattern: /\d-azure\b/,
    weights: {
      'github-actions': 2.2,
      'azure-functions': 2,
      'azure-devops': 1.7,
      'dynamics-365': -1,
      person: -2,
      'aws-compute': -3,
      'google-cloud': -3,
      'on-premises': -1.5,
    },
    says: 'the kernel is Azure’s: a GitHub-hosted or Azure DevOps runner, or a machine or function in Azure',
    source: kernel,
  },
  {
    pattern: /\.cm2\b|\.azl3\b|mariner/,
    weights: { 'azure-functions': 2.5, 'github-actions': -0.5, person: -2 },
    says: 'the host runs Azure Linux, as App Service and Functions do',
    source: kernel,
  },
  {
    pattern: /amzn(1|2|2023)|bottlerocket/,
    weights: {
      'aws-compute': 3.2,
      'aws-account': 2.6,
      jenkins: 0.4,
      buildkite: 0.4,
      'gitlab-ci': 0.4,
      person: -1.5,
      'on-premises': -2,
      'azure-functions': -3,
      'google-cloud': -3,
      'github-actions': -1.5,
    },
    says: 'the host runs Amazon Linux',
    source: kernel,
  },
  {
    // After a digit of the release: `terraform-provider-aws` is no kernel.
    pattern: /\d-aws\b/,
    weights: {
      'aws-compute': 2.8,
      'aws-account': 2.2,
      circleci: 1,
      'bitbucket-pipelines': 0.8,
      buildkite: 0.7,
      jenkins: 0.6,
      person: -1.5,
      'on-premises': -2,
      'azure-functions': -3,
      'google-cloud': -3,
    },
    says: 'the kernel is Ubuntu’s for AWS',
    source: kernel,
  },
  {
    pattern: /\d-(gcp|gke)\b/,
    weights: {
      'google-cloud': 3.2,
      'gitlab-ci': 0.3,
      person: -2,
      'aws-compute': -3,
      'on-premises': -1.5,
    },
    says: 'the kernel is Ubuntu’s for Google Cloud',
    source: kernel,
  },
  {
    pattern: /linux[/#]\d+\.\d+\.\d+\+(\s|$)/i,
    weights: {
      'google-cloud': 1.5,
      'gitlab-ci': 1.4,
      kubernetes: 0.5,
      person: -1.5,
      'aws-compute': -2,
    },
    says: 'the host runs Google’s Container-Optimized OS, as GitLab’s hosted runners do',
    source: 'https://docs.gitlab.com/ci/runners/hosted_runners/linux/',
  },
  {
    pattern: /-talos|k3os|-rancher|flatcar/,
    weights: { kubernetes: 3.5, person: -2 },
    says: 'the host’s system is made for Kubernetes',
    source: kernel,
  },
  {
    pattern: /-pve\b|synology|qnap|-truenas/i,
    weights: { 'on-premises': 3.5, person: -1 },
    says: 'the host is a hypervisor or appliance of one’s own',
    source: kernel,
  },
  {
    pattern: /\.el[5-9]|\.el10|\.sles|-default\b|\.uek/i,
    weights: { 'on-premises': 2, jenkins: 0.6, person: -1, 'azure-functions': -0.5 },
    says: 'the host runs an enterprise Linux',
    source: kernel,
  },
  {
    pattern: /-cloud-amd64/,
    weights: { 'aws-compute': 0.6, 'google-cloud': 0.6, 'on-premises': 0.2, person: -1.5 },
    says: 'the host runs Debian’s image for clouds',
    source: kernel,
  },
  {
    pattern: /-amd64\b/,
    weights: { 'on-premises': 1.6, person: -0.3 },
    says: 'the host runs Debian',
    source: kernel,
  },
  {
    pattern: /-(generic|lowlatency)\b/,
    weights: { 'on-premises': 1.5, person: 0.4, jenkins: 0.4 },
    says: 'the host runs Ubuntu outside the big clouds',
    source: kernel,
  },
  {
    pattern: /\.fc\d\d|-arch\d|-zen\d|-pop|\.cachyos/i,
    weights: { person: 2.5 },
    says: 'the host runs a desktop’s Linux',
    source: kernel,
  },
  {
    pattern: /darwin|macos|mac os x/i,
    weights: {
      ...each(builds, -1.2),
      person: 2.6,
      'on-premises': -1.5,
      'aws-compute': -2,
      'azure-functions': -2,
      'saas-vendor': -1.5,
    },
    says: 'the host is a Mac',
    source: kernel,
  },
  {
    pattern: /\.NET[ _/]?Framework|aws-sdk-dotnet-(35|45)\b/i,
    weights: {
      'on-premises': 1.8,
      'dynamics-365': 0.8,
      'azure-functions': 0.2,
      'github-actions': -2,
      'aws-compute': -0.3,
    },
    says: 'the program is for .NET Framework on Windows',
    source:
      'https://docs.aws.amazon.com/sdk-for-net/v3/developer-guide/net-dg-platform-diffs-v3.html',
  },
  {
    pattern:
      /windows[/#](2008|2012|2016|2019|2022|2025)|windows(_nt)?[ _/#]?(6\.[1-3]|10\.0\.(14393|17763|20348|26100))/i,
    weights: { 'on-premises': 1.6, 'azure-functions': 0.6, person: -0.8 },
    says: 'the host is a Windows server',
    source: kernel,
  },
  {
    // No server is called so; 10 is what some programs call Windows Server, too.
    pattern: /windows[/#]11\b|windows(_nt)?[ _/#]?10\.0\.(22[06]\d\d|26200)\b/i,
    weights: { ...each(builds, -0.8), person: 3, 'on-premises': -0.5 },
    says: 'the host is a Windows desktop',
    source: kernel,
  },
  {
    pattern: /windows[/#]10\b/i,
    weights: { ...each(builds, -0.5), person: 1.8, 'on-premises': 0.4 },
    says: 'the host is a Windows desktop',
    source: kernel,
  },
  {
    pattern: /\bwindows|\bwin32/i,
    weights: { 'on-premises': 0.9, person: 0.8, 'azure-functions': 0.2 },
    says: 'the host runs Windows',
    source: kernel,
  },
];
