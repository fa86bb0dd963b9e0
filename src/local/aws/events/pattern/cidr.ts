import { BlockList, isIP } from 'node:net';
import { invalidPattern } from './invalid-pattern.ts';

/** An address range, such as `10.0.0.0/24` or `2001:db8::/32`. */
export const cidr = (range: string, place: string): ((address: string) => boolean) => {
  const [network = '', bits = ''] = range.split('/');
  const family = isIP(network);
  const size = Number(bits);
  if (family === 0 || !/^\d+$/.test(bits) || size > (family === 4 ? 32 : 128)) {
    throw invalidPattern(`"${place}" needs an address range, got "${range}".`);
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, size, type);
  return (address) => isIP(address) === family && block.check(address, type);
};
