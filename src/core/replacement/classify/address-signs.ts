import type { AddressKind, KeyUsage } from '../../usage/key-usage.ts';
import { percent } from './percent.ts';
import type { FoundSign, Weights } from './signal.ts';

/**
 * What it means that calls come from somebody's addresses. Where the owner runs the thing itself,
 * the address nearly proves it; a cloud's address only tells what it is not.
 */
const kinds: Readonly<
  Record<AddressKind, { readonly weights: Weights; readonly says: string } | null>
> = {
  'aws-service': null,
  unreadable: null,
  // Which account an address belongs to cannot be seen: an own machine comes first, others are as open.
  aws: {
    weights: {
      'aws-compute': 2.4,
      'aws-account': 1.9,
      'saas-vendor': 1,
      buildkite: 0.8,
      'bitbucket-pipelines': 0.9,
      circleci: 0.9,
      'hcp-terraform': 1,
      spacelift: 1,
      jenkins: 0.6,
      'gitlab-ci': 0.2,
      'github-actions': -0.8,
      'azure-functions': -3,
      'dynamics-365': -3,
      'azure-devops': -1.2,
      'google-cloud': -3,
      person: -1.4,
      'on-premises': -1.8,
    },
    says: 'the calls come from addresses of AWS',
  },
  azure: {
    weights: {
      'github-actions': 2,
      'azure-functions': 2,
      'azure-devops': 1.6,
      'dynamics-365': 1.3,
      'saas-vendor': 0.2,
      'aws-compute': -3.5,
      'google-cloud': -3,
      person: -1.2,
      'on-premises': -1.5,
      'gitlab-ci': -0.8,
      jenkins: -0.6,
      'bitbucket-pipelines': -2,
      circleci: -2,
      'hcp-terraform': -2,
      spacelift: -2,
      'aws-account': -2.5,
    },
    says: 'the calls come from addresses of Azure, where GitHub-hosted runners are, too',
  },
  'google-cloud': {
    weights: {
      'google-cloud': 2.1,
      'gitlab-ci': 1.2,
      'saas-vendor': 0.8,
      circleci: 0.6,
      kubernetes: 0.3,
      'aws-compute': -3.5,
      'azure-functions': -3,
      'dynamics-365': -3,
      'azure-devops': -1.5,
      'github-actions': -1.2,
      person: -1.4,
      'on-premises': -1.5,
      'aws-account': -2.5,
    },
    says: 'the calls come from addresses of Google Cloud, where GitLab’s hosted runners are, too',
  },
  'github-actions': {
    weights: { 'github-actions': 5 },
    says: 'the calls come from addresses of GitHub’s runners',
  },
  gitlab: { weights: { 'gitlab-ci': 5 }, says: 'the calls come from addresses of GitLab' },
  bitbucket: {
    weights: { 'bitbucket-pipelines': 5 },
    says: 'the calls come from addresses of Bitbucket Pipelines',
  },
  circleci: { weights: { circleci: 5 }, says: 'the calls come from addresses of CircleCI' },
  'hcp-terraform': {
    weights: { 'hcp-terraform': 5 },
    says: 'the calls come from addresses of HCP Terraform',
  },
  cloudflare: {
    weights: { person: 0.8, 'saas-vendor': 0.4 },
    says: 'the calls come from addresses of Cloudflare, as those of its VPN do',
  },
  private: {
    weights: {
      'on-premises': 0.9,
      'aws-compute': 0.8,
      'github-actions': -1,
      'azure-functions': -1,
      'saas-vendor': -1,
      'hcp-terraform': -1,
    },
    says: 'the calls come from private addresses',
  },
  other: {
    weights: {
      'on-premises': 1.3,
      person: 1.2,
      'saas-vendor': 0.3,
      jenkins: 0.4,
      'gitlab-ci': 0.1,
      kubernetes: 0.5,
      'aws-compute': -2.8,
      'aws-account': -2,
      'google-cloud': -2.2,
      'azure-functions': -2.2,
      'dynamics-365': -1.8,
      'azure-devops': -0.6,
      'github-actions': -1,
      'hcp-terraform': -1,
      spacelift: -1,
      circleci: -1,
      'bitbucket-pipelines': -1,
    },
    says: 'the calls come from addresses outside the big clouds',
  },
};

/** What the addresses of a key's calls say; published ranges are named in `address-ranges.json`. */
export const addressSigns = (usage: KeyUsage): readonly FoundSign[] => {
  const counts = new Map<AddressKind, { records: number; addresses: number }>();
  for (const { kind, count } of usage.addresses) {
    const before = counts.get(kind) ?? { records: 0, addresses: 0 };
    counts.set(kind, { records: before.records + count, addresses: before.addresses + 1 });
  }
  const told = [...counts].filter(([kind]) => kinds[kind] !== null);
  const total = told.reduce((sum, [, { records }]) => sum + records, 0);
  const found: FoundSign[] = [];
  for (const [kind, { records, addresses }] of told) {
    const meaning = kinds[kind];
    if (meaning === null) continue;
    const share = records / total;
    found.push({
      group: 'address',
      weights: meaning.weights,
      strength: Math.sqrt(share),
      text: `${meaning.says}${share > 0.95 ? '' : ` (${percent(share)} of the calls)`}`,
    });
    if (share > 0.6) found.push(...spreadOf(kind, records, addresses, usage.days.length));
  }
  return [...found, ...placesSigns(told, total), ...endpointSigns(usage)];
};

/** Two places that have as much to do with the key: no one workload uses it. */
const placesSigns = (
  told: readonly (readonly [AddressKind, { readonly records: number }])[],
  total: number,
): readonly FoundSign[] => {
  const places = told.filter(([, { records }]) => records / total >= 0.3);
  if (places.length < 2) return [];
  return [
    {
      group: 'spread',
      weights: { unknown: 3 },
      strength: 1,
      text: `the calls come from different places: ${places.map(([kind]) => kind).join(', ')}`,
    },
  ];
};

/** Hosted runners come from another address each time; a server stays where it is. */
const spreadOf = (
  kind: AddressKind,
  records: number,
  addresses: number,
  days: number,
): readonly FoundSign[] => {
  const spread = (weights: Weights, text: string): readonly FoundSign[] => [
    { group: 'spread', weights, strength: 1, text },
  ];
  const isSteady = addresses <= 2 && records >= 30 && days >= 5;
  const isChanging = addresses >= 5;
  if (kind === 'azure' && isSteady) {
    return spread(
      { 'azure-functions': 1.2, 'dynamics-365': 0.4, 'github-actions': -1.6, 'azure-devops': -0.8 },
      'always the same one or two addresses of Azure: not a hosted runner',
    );
  }
  if (kind === 'azure' && isChanging) {
    return spread(
      { 'github-actions': 0.8, 'azure-devops': 0.7, 'azure-functions': -0.8 },
      `${addresses} addresses of Azure: changing, as those of hosted runners do`,
    );
  }
  if (kind === 'google-cloud' && isSteady) {
    return spread(
      { 'google-cloud': 1.2, 'gitlab-ci': -1.2, circleci: -0.8 },
      'always the same one or two addresses of Google Cloud: not a hosted runner',
    );
  }
  if (kind === 'other' && isSteady) {
    return spread(
      { 'on-premises': 0.8, jenkins: 0.2, kubernetes: 0.2, person: -0.4 },
      'always the same one or two addresses: the host stays where it is',
    );
  }
  if (kind === 'other' && isChanging) {
    return spread(
      { person: 1.2, 'on-premises': -0.8 },
      `${addresses} addresses: somebody moves about`,
    );
  }
  return [];
};

/** https://docs.aws.amazon.com/vpc/latest/privatelink/what-is-privatelink.html */
const endpointSigns = (usage: KeyUsage): readonly FoundSign[] =>
  usage.vpcEndpoints === undefined || usage.vpcEndpoints.length === 0
    ? []
    : [
        {
          group: 'spread',
          weights: { 'aws-compute': 2.2, 'on-premises': 0.8, person: -1.5 },
          strength: 1,
          text: 'the calls come through a VPC endpoint: from inside AWS, or over a private line',
        },
      ];
