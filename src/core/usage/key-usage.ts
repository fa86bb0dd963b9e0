import type { AccessKeyId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';

/**
 * What one long-lived key was seen doing. Only what was observed: an empty list means that nothing
 * was seen in what was read, and `read` says how much that was.
 */
export interface KeyUsage {
  readonly accessKeyId: AccessKeyId;
  /** What was looked at, so that absence can be weighed. Empty: nothing was read at all. */
  readonly read: readonly UsageReading[];
  /** CloudTrail records signed with the key. */
  readonly records: number;
  /** Records that could not be made out, and so count nowhere else; absent: none. */
  readonly unreadable?: number;
  /** By action, most used first. */
  readonly actions: readonly ActionUse[];
  /** Services that IAM says the user used, without saying for what; absent: not asked, or none. */
  readonly servicesLastAccessed?: readonly { readonly service: string; readonly at: Instant }[];
  /** As CloudTrail has it, without the brackets that S3 puts around it; most used first. */
  readonly userAgents: readonly Counted[];
  /** Most used first. */
  readonly addresses: readonly AddressUse[];
  /** VPC endpoints that the calls came through, most used first; absent: none was seen. */
  readonly vpcEndpoints?: readonly Counted[];
  /** Regions of the calls, most used first. */
  readonly regions: readonly Counted[];
  /** Records by hour of the day, UTC: 24 numbers. */
  readonly hours: readonly number[];
  /** Records by day (`2026-11-23`), oldest first, days without any left out. */
  readonly days: readonly Counted[];
  readonly firstSeenAt?: Instant;
  readonly lastSeenAt?: Instant;
}

export interface Counted {
  readonly value: string;
  readonly count: number;
}

/** One source of observations and how far it reached. */
export interface UsageReading {
  readonly source: 'cloudtrail-lookup' | 'cloudtrail-logs' | 'service-last-accessed';
  /** Region of a look-up; absent where the source has none. */
  readonly region?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  /** Whether everything between `from` and `to` was read; if not, why. */
  readonly complete: boolean;
  readonly why?: string;
}

/** One IAM action that the key was used for. */
export interface ActionUse {
  /** IAM action, `s3:PutObject`: what a policy must allow, not CloudTrail's `eventName`. */
  readonly action: string;
  /** Service prefix of the action, `s3`. */
  readonly service: string;
  readonly count: number;
  /** How many of them AWS denied: seen, but never allowed. */
  readonly denied: number;
  /** ARNs that the records name, at most 20, most used first. */
  readonly resources: readonly string[];
  /** Whether `resources` names the resource of every use. */
  readonly allResourcesKnown: boolean;
  readonly lastAt: Instant;
  /** `record`: from CloudTrail records. `last-accessed`: IAM says so, without count or resource. */
  readonly origin: 'record' | 'last-accessed';
}

export const addressKinds = [
  'aws-service', // an AWS service called on the key's behalf
  'aws', // EC2 and everything else that runs on AWS
  'azure',
  'google-cloud',
  'github-actions', // GitHub-hosted runners with addresses of their own
  'gitlab', // gitlab.com runners
  'bitbucket',
  'circleci',
  'hcp-terraform',
  'cloudflare',
  'private', // RFC 1918 and other addresses that do not route: a VPN or VPC endpoint
  'other', // public, and nobody's that we know
  'unreadable', // masked or malformed
] as const;
export type AddressKind = (typeof addressKinds)[number];

export interface AddressUse {
  readonly kind: AddressKind;
  /** The address, or the name of the AWS service. */
  readonly address: string;
  /** Region of the provider's range, when it says one. */
  readonly region?: string;
  readonly count: number;
}
