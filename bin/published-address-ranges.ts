import type { AddressRanges, RangeOwner } from '../src/core/usage/address-kind.ts';
import { mergeRanges } from '../src/core/usage/merge-ranges.ts';

/** A list that an owner of addresses publishes. */
export interface PublishedList {
  readonly name: string;
  readonly owner: RangeOwner;
  /** Where it is; with `page`, a pattern of the link on that page. */
  readonly url: string;
  readonly page?: string;
  /** Its name in a folder of downloaded lists. */
  readonly file: RegExp;
  /** Whether whole networks are the owner's, rather than single addresses in somebody's cloud. */
  readonly isCloud?: true;
  /** CIDR ranges. */
  readonly read: (text: string) => readonly string[];
}

export const publishedLists: readonly PublishedList[] = [
  {
    // https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
    name: 'AWS',
    owner: 'aws',
    isCloud: true,
    url: 'https://ip-ranges.amazonaws.com/ip-ranges.json',
    file: /^(aws-)?ip-ranges\.json$/,
    read: (text) => {
      const list = JSON.parse(text) as {
        readonly prefixes: readonly { readonly ip_prefix: string }[];
        readonly ipv6_prefixes: readonly { readonly ipv6_prefix: string }[];
      };
      return [
        ...list.prefixes.map((each) => each.ip_prefix),
        ...list.ipv6_prefixes.map((each) => each.ipv6_prefix),
      ];
    },
  },
  {
    // https://learn.microsoft.com/azure/virtual-network/service-tags-overview
    name: 'Azure',
    owner: 'azure',
    isCloud: true,
    page: 'https://www.microsoft.com/en-us/download/details.aspx?id=56519',
    url: 'https://download\\.microsoft\\.com/[\\w/.-]+/ServiceTags_Public_\\d+\\.json',
    file: /^ServiceTags_Public.*\.json$/,
    read: (text) => {
      const list = JSON.parse(text) as {
        readonly values: readonly {
          readonly name: string;
          readonly properties: { readonly addressPrefixes: readonly string[] };
        }[];
      };
      return list.values
        .filter(({ name }) => name === 'AzureCloud')
        .flatMap(({ properties }) => properties.addressPrefixes);
    },
  },
  {
    // https://support.google.com/a/answer/10026322
    name: 'Google Cloud',
    owner: 'google-cloud',
    isCloud: true,
    url: 'https://www.gstatic.com/ipranges/cloud.json',
    file: /^(google-)?cloud\.json$/,
    read: (text) => {
      const list = JSON.parse(text) as {
        readonly prefixes: readonly {
          readonly ipv4Prefix?: string;
          readonly ipv6Prefix?: string;
        }[];
      };
      return list.prefixes.flatMap(({ ipv4Prefix, ipv6Prefix }) => ipv4Prefix ?? ipv6Prefix ?? []);
    },
  },
  {
    // Runners on macOS only: `actions` lists most of Azure, where everybody else is, too.
    // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-githubs-ip-addresses
    name: 'GitHub',
    owner: 'github-actions',
    url: 'https://api.github.com/meta',
    file: /^(github-)?meta\.json$/,
    read: (text) => (JSON.parse(text) as { readonly actions_macos?: string[] }).actions_macos ?? [],
  },
  {
    // https://support.atlassian.com/organization-administration/docs/ip-addresses-and-domains-for-atlassian-cloud-products/
    name: 'Bitbucket',
    owner: 'bitbucket',
    url: 'https://ip-ranges.atlassian.com/',
    file: /^atlassian.*\.json$/,
    read: (text) => {
      const list = JSON.parse(text) as {
        readonly items: readonly {
          readonly cidr: string;
          readonly product?: readonly string[];
          readonly direction?: readonly string[];
        }[];
      };
      return list.items
        .filter(
          ({ product = [], direction = [] }) =>
            product.includes('bitbucket') && direction.includes('egress'),
        )
        .map(({ cidr }) => cidr);
    },
  },
  {
    // https://circleci.com/docs/guides/security/ip-ranges/
    name: 'CircleCI',
    owner: 'circleci',
    url: 'https://circleci.com/docs/guides/security/ip-ranges/index.md',
    file: /^circleci.*\.(md|txt|json)$/,
    read: (text) => text.match(/\b\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?\b/g) ?? [],
  },
  {
    // https://developer.hashicorp.com/terraform/cloud-docs/api-docs/ip-ranges
    name: 'HCP Terraform',
    owner: 'hcp-terraform',
    url: 'https://app.terraform.io/api/meta/ip-ranges',
    file: /^(hcp-)?terraform.*\.json$/,
    read: (text) => {
      const list = JSON.parse(text) as Partial<Record<string, string[]>>;
      return ['notifications', 'sentinel', 'vcs'].flatMap((feature) => list[feature] ?? []);
    },
  },
  {
    // https://developers.cloudflare.com/api/resources/ips/methods/list/
    name: 'Cloudflare',
    owner: 'cloudflare',
    url: 'https://api.cloudflare.com/client/v4/ips',
    file: /^cloudflare.*\.json$/,
    read: (text) => {
      const { result } = JSON.parse(text) as {
        readonly result: { readonly ipv4_cidrs: string[]; readonly ipv6_cidrs: string[] };
      };
      return [...result.ipv4_cidrs, ...result.ipv6_cidrs];
    },
  },
];

/** The present ranges with those of each list that was read in place of its owner's. */
export const joinLists = (
  current: AddressRanges,
  read: readonly { readonly list: PublishedList; readonly text: string; readonly asOf: string }[],
  day: string,
): AddressRanges => {
  const ranges: Record<string, Readonly<Record<string, string>>> = { ...current.ranges };
  const sources = new Map(current.sources.map((source) => [source.owner, source]));
  for (const { list, text, asOf } of read) {
    const found = list.read(text);
    if (found.length === 0) continue;
    ranges[list.owner] = {
      '': mergeRanges(list.isCloud === true ? found.map(announced) : found).join(' '),
    };
    sources.set(list.owner, { owner: list.owner, from: list.page ?? list.url, asOf });
  }
  return { asOf: day, sources: [...sources.values()], ranges };
};

/**
 * A cloud's range, no narrower than networks are announced: one owner has all of it, and the lists
 * shrink to a fraction. Regions are left out for the same reason: they would double the file.
 */
const announced = (range: string): string => {
  const [address = '', prefix = '128'] = range.split('/');
  return `${address}/${Math.min(Number(prefix), address.includes(':') ? 32 : 24)}`;
};
