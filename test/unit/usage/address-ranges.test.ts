import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLists, publishedLists } from '../../../bin/published-address-ranges.ts';
import { type AddressRanges, addressClassifier } from '../../../src/core/usage/address-kind.ts';
import { mergeRanges } from '../../../src/core/usage/merge-ranges.ts';
import { shippedAddressRanges } from '../../../src/core/usage/shipped-address-ranges.ts';

const ofRanges = (list: readonly string[]) =>
  addressClassifier({ asOf: '', sources: [], ranges: { aws: { '': list.join(' ') } } });

describe('merged ranges', () => {
  it('hold the same addresses, in no more ranges', () => {
    const range = fc
      .tuple(fc.constantFrom('34.0.0.', '34.0.1.'), fc.nat(255), fc.integer({ min: 22, max: 32 }))
      .map(([net, host, prefix]) => `${net}${host}/${prefix}`);
    fc.assert(
      fc.property(fc.array(range, { minLength: 1 }), fc.nat(3), fc.nat(255), (list, net, host) => {
        const merged = mergeRanges(list);
        expect(merged.length).toBeLessThanOrEqual(list.length);
        const address = `34.0.${net}.${host}`;
        expect(ofRanges(merged)(address)).toEqual(ofRanges(list)(address));
      }),
    );
  });

  it('join halves, IPv6 too', () => {
    expect(mergeRanges(['34.0.0.0/25', '34.0.0.128/25', '34.0.1.0/24'])).toEqual(['34.0.0.0/23']);
    expect(mergeRanges(['2600:1f00::/25', '2600:1f80::/25', 'x'])).toEqual(['2600:1f00::/24']);
  });
});

describe('published lists', () => {
  const join = (name: string, content: unknown, current: AddressRanges = shippedAddressRanges) => {
    const list = publishedLists.find((each) => each.name === name);
    if (list === undefined) throw new Error(`There is no list ${name}.`);
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return joinLists(current, [{ list, text, asOf: '2026-12-01' }], '2026-12-01');
  };

  it.each([
    [
      'AWS',
      'aws',
      { prefixes: [{ ip_prefix: '5.60.0.5/32' }], ipv6_prefixes: [{ ipv6_prefix: '2a09::/48' }] },
      '5.60.0.77',
    ],
    [
      'Azure',
      'azure',
      {
        values: [
          { name: 'AzureCloud', properties: { addressPrefixes: ['5.60.1.0/24'] } },
          { name: 'Storage', properties: { addressPrefixes: ['5.60.9.0/24'] } },
        ],
      },
      '5.60.1.1',
    ],
    ['Google Cloud', 'google-cloud', { prefixes: [{ ipv4Prefix: '5.60.2.0/24' }] }, '5.60.2.1'],
    ['GitHub', 'github-actions', { actions_macos: ['5.60.3.4/31'] }, '5.60.3.5'],
    [
      'Bitbucket',
      'bitbucket',
      { items: [{ cidr: '5.60.4.4/32', product: ['bitbucket'], direction: ['egress'] }] },
      '5.60.4.4',
    ],
    ['CircleCI', 'circleci', '| jobs | 5.60.5.5 | and 5.60.6.0/24 |', '5.60.6.9'],
    ['HCP Terraform', 'hcp-terraform', { api: ['5.60.9.9'], vcs: ['5.60.7.7/32'] }, '5.60.7.7'],
    [
      'Cloudflare',
      'cloudflare',
      { result: { ipv4_cidrs: ['5.60.12.0/22'], ipv6_cidrs: [] } },
      '5.60.12.8',
    ],
  ])('of %s are read as they are published', (name, owner, content, address) => {
    const joined = join(name, content);
    expect(addressClassifier(joined)(address).kind).toBe(owner);
    expect(addressClassifier(joined)('5.60.9.9').kind).toBe('other');
    expect(joined.sources.find((source) => source.owner === owner)?.asOf).toBe('2026-12-01');
  });

  it('leave an owner alone whose list is empty', () => {
    expect(join('GitHub', { actions_macos: [] }).ranges).toEqual(shippedAddressRanges.ranges);
  });
});

describe('the shipped ranges', () => {
  it('are small enough for a function', () => {
    expect(JSON.stringify(shippedAddressRanges).length).toBeLessThan(60_000);
  });
});
