/** An address as one number, with the width it belongs to. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface IpRange extends IpAddress {
  readonly prefix: number;
}

/** An IPv4 or IPv6 address; one that maps IPv4 into IPv6 is IPv4. `undefined` for anything else. */
export const parseAddress = (text: string): IpAddress | undefined => {
  const ipv4 = ipv4Of(text);
  if (ipv4 !== undefined) return { bits: 32, value: ipv4 };
  const value = text.includes(':') ? ipv6Of(text) : undefined;
  if (value === undefined) return undefined;
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
};

/** `3.80.0.0/12`; bits beyond the prefix are dropped. A single address is a range of one. */
export const parseRange = (text: string): IpRange | undefined => {
  const [address = '', prefixText, ...rest] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined || rest.length > 0) return undefined;
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? parsed.bits : Number(prefixText);
  if (prefix > parsed.bits) return undefined;
  return { bits: parsed.bits, value: networkOf(parsed, prefix), prefix };
};

/** The first address of the range of this prefix that an address lies in. */
export const networkOf = ({ bits, value }: IpAddress, prefix: number): bigint => {
  const host = BigInt(bits - prefix);
  return (value >> host) << host;
};

/** Leading zeros are refused: some read them as octal. */
const ipv4Of = (text: string): bigint | undefined => {
  if (!/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) return undefined;
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
};

const ipv6Of = (text: string): bigint | undefined => {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted === null ? undefined : ipv4Of(dotted[2] ?? '');
  if (dotted !== null && tail === undefined) return undefined;
  const address =
    tail === undefined
      ? text
      : `${dotted?.[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
};
