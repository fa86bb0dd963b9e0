/** IPv4 and IPv6 addresses and CIDR ranges. */
interface Network {
  readonly bits: readonly number[];
  readonly prefix: number;
}

const octetsOf = (text: string): readonly number[] | undefined => {
  const parts = text.split('.');
  const octets = parts.map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && octets.every((octet) => octet < 256) ? octets : undefined;
};

/** Eight groups as sixteen octets. */
const groupsOf = (text: string): readonly number[] | undefined => {
  const [, head, dotted] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  // What is dotted and no IPv4 address stays, and is no group either.
  const tail = dotted === undefined ? undefined : octetsOf(dotted);
  const hex = ([high, low]: readonly [number, number]) => ((high << 8) | low).toString(16);
  const address =
    tail === undefined
      ? text
      : `${head}${hex([tail[0] ?? 0, tail[1] ?? 0])}:${hex([tail[2] ?? 0, tail[3] ?? 0])}`;
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
};

const parseNetwork = (text: string): Network | undefined => {
  const [address = '', prefixText, ...rest] = text.split('/');
  const bits = address.includes(':') ? groupsOf(address) : octetsOf(address);
  if (bits === undefined || rest.length > 0) return undefined;
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? bits.length * 8 : Number(prefixText);
  return prefix <= bits.length * 8 ? { bits, prefix } : undefined;
};

/** Whether an address lies in a range; `undefined` when either is not one. */
export const isInRange = (range: string, address: string): boolean | undefined => {
  const network = parseNetwork(range);
  const host = parseNetwork(address);
  if (network === undefined || host === undefined) return undefined;
  if (network.bits.length !== host.bits.length) return false;
  return network.bits.every((octet, index) => {
    const compared = Math.min(8, Math.max(0, network.prefix - index * 8));
    const mask = (0xff << (8 - compared)) & 0xff;
    return (octet & mask) === ((host.bits[index] ?? 0) & mask);
  });
};
