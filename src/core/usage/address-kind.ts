import { networkOf, parseAddress, parseRange } from './ip-address.ts';
import type { AddressKind } from './key-usage.ts';

/** Kinds that have ranges of their own. */
export type RangeOwner = Exclude<AddressKind, 'aws-service' | 'private' | 'other' | 'unreadable'>;

/** Whose an address is, and in which of the owner's regions as far as that is published. */
export interface AddressOwner {
  readonly kind: AddressKind;
  readonly region?: string;
}

export type AddressClassifier = (sourceIPAddress: string) => AddressOwner;

/** Address ranges by owner and region, as `npm run update-address-ranges` writes them. */
export interface AddressRanges {
  readonly asOf: string;
  readonly sources: readonly {
    readonly owner: string;
    readonly from: string;
    readonly asOf: string;
  }[];
  /** CIDR ranges with a space between; the region is empty where the owner tells none. */
  readonly ranges: { readonly [Owner in RangeOwner]?: Readonly<Record<string, string>> };
}

/**
 * Tells who owns a `sourceIPAddress`. The narrowest range decides: a build service's addresses lie
 * in those of the cloud it runs on.
 */
export const addressClassifier = ({ ranges }: AddressRanges): AddressClassifier => {
  const table = newTable();
  for (const text of unroutable) addRange(table, text, { kind: 'private' });
  for (const text of standIns) addRange(table, text, { kind: 'unreadable' });
  for (const [kind, byRegion] of Object.entries(ranges) as [RangeOwner, Record<string, string>][]) {
    for (const [region, list] of Object.entries(byRegion)) {
      const owner: AddressOwner = region === '' ? { kind } : { kind, region };
      for (const text of list.split(' ')) addRange(table, text, owner);
    }
  }
  return (sourceIPAddress) => ownerOf(table, sourceIPAddress);
};

/** Whose one address is. For many addresses make an `addressClassifier` once. */
export const addressKind = (sourceIPAddress: string, ranges: AddressRanges): AddressKind =>
  addressClassifier(ranges)(sourceIPAddress).kind;

/** By width, then prefix length, then network. */
type Table = Readonly<Record<32 | 128, Map<number, Map<bigint, AddressOwner>>>>;

const newTable = (): Table => ({ 32: new Map(), 128: new Map() });

const addRange = (table: Table, text: string, owner: AddressOwner): void => {
  const range = parseRange(text);
  if (range === undefined) return;
  const prefixes = table[range.bits];
  const networks = prefixes.get(range.prefix) ?? new Map<bigint, AddressOwner>();
  networks.set(range.value, owner);
  prefixes.set(range.prefix, networks);
};

const ownerOf = (table: Table, text: string): AddressOwner => {
  // An AWS service that calls for the key's owner stands there by name.
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
  if (/^AWS Internal$|\.amazonaws\.com(\.cn)?$/.test(text)) return { kind: 'aws-service' };
  const address = parseAddress(text);
  if (address === undefined) return { kind: 'unreadable' };
  const prefixes = table[address.bits];
  for (let prefix: number = address.bits; prefix >= 0; prefix -= 1) {
    const owner = prefixes.get(prefix)?.get(networkOf(address, prefix));
    if (owner !== undefined) return owner;
  }
  return { kind: 'other' };
};

/** https://www.iana.org/assignments/iana-ipv4-special-registry https://www.iana.org/assignments/iana-ipv6-special-registry */
const unroutable = [
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.168.0.0/16'],
  ...['::/127', 'fc00::/7', 'fe80::/10'],
];

/** Nobody calls from these: an example, or what somebody put in place of the address. */
const standIns = [
  ...['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  ...['0.0.0.0/8', '198.18.0.0/15', '224.0.0.0/3'],
];
