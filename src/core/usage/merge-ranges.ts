import { type IpRange, networkOf, parseRange } from './ip-address.ts';

/** The fewest CIDR ranges that hold the same addresses: sorted, IPv4 first. What is no range is left out. */
export const mergeRanges = (ranges: Iterable<string>): readonly string[] => {
  const parsed = [...ranges].flatMap((text) => parseRange(text) ?? []);
  return ([32, 128] as const).flatMap((bits) =>
    merged(parsed.filter((range) => range.bits === bits)).map(rangeText),
  );
};

const merged = (ranges: readonly IpRange[]): readonly IpRange[] => {
  const sorted = [...ranges].sort((a, b) =>
    a.value === b.value ? a.prefix - b.prefix : a.value < b.value ? -1 : 1,
  );
  const kept: IpRange[] = [];
  for (const range of sorted) {
    const last = kept.at(-1);
    if (last !== undefined && networkOf(range, last.prefix) === last.value) continue;
    kept.push(range);
    joinHalves(kept);
  }
  return kept;
};

/** As long as the last two are the two halves of one range, they become it. */
const joinHalves = (kept: IpRange[]): void => {
  for (;;) {
    const [one, other] = kept.slice(-2);
    if (one === undefined || other === undefined || one.prefix !== other.prefix) return;
    const prefix = one.prefix - 1;
    if (prefix < 0 || networkOf(one, prefix) !== networkOf(other, prefix)) return;
    kept.splice(-2, 2, { bits: one.bits, value: networkOf(one, prefix), prefix });
  }
};

const rangeText = ({ bits, value, prefix }: IpRange): string => {
  const address = bits === 32 ? ipv4Text(value) : ipv6Text(value);
  return prefix === bits ? address : `${address}/${prefix}`;
};

const ipv4Text = (value: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');

/** Groups after the last that is not zero are `::`; zeros elsewhere are written out. */
const ipv6Text = (value: bigint): string => {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(16 * (7 - index))) & 0xffffn).toString(16),
  );
  const used = groups.findLastIndex((group) => group !== '0') + 1;
  return used >= 7 ? groups.join(':') : `${groups.slice(0, used).join(':')}::`;
};
