import type { WorkloadKind } from './replacement.ts';

/**
 * The kinds of workload whose tokens an identity provider issues, from its host and path without
 * `https://`. Empty for issuers that say nothing about the workload.
 */
export const providerKinds = (provider: string): readonly WorkloadKind[] =>
  hosts.find(({ host }) => host.test(provider))?.kinds ?? [];

const hosts: readonly { readonly host: RegExp; readonly kinds: readonly WorkloadKind[] }[] = [
  { host: /^token\.actions\.(githubusercontent\.com|[\w-]+\.ghe\.com)/, kinds: ['github-actions'] },
  { host: /\/_services\/token$/, kinds: ['github-actions'] },
  { host: /^(gitlab\.com|gitlab\.[\w.-]+|[\w-]+\.gitlab\.[\w.-]+)/, kinds: ['gitlab-ci'] },
  {
    host: /^(sts\.windows\.net|login\.microsoftonline\.(com|us))\//,
    kinds: ['azure-functions', 'dynamics-365'],
  },
  { host: /^vstoken\.dev\.azure\.com\//, kinds: ['azure-devops'] },
  { host: /^api\.bitbucket\.org\//, kinds: ['bitbucket-pipelines'] },
  { host: /^oidc\.circleci\.com\//, kinds: ['circleci'] },
  { host: /^agent\.([\w-]+\.)?buildkite\.(com|dev|site)/, kinds: ['buildkite'] },
  { host: /^app\.terraform\.io$/, kinds: ['hcp-terraform'] },
  { host: /\.app\.spacelift\.io$/, kinds: ['spacelift'] },
  { host: /^accounts\.google\.com$/, kinds: ['google-cloud'] },
  { host: /^oidc\.eks\./, kinds: ['kubernetes'] },
  {
    host: /^(container\.googleapis\.com|[\w-]+\.oic\.prod-aks\.azure\.com)\//,
    kinds: ['kubernetes'],
  },
  { host: /(^|\.)jenkins\./, kinds: ['jenkins'] },
];
