import { isIP } from 'node:net';
import type { ConnectionFault } from '../../core/federation/thumbprints/observation.ts';
import type { ProbeRules } from './probe-rules.ts';

export type Vetted =
  | { readonly status: 'vetted'; readonly addresses: readonly string[] }
  | { readonly status: 'failed'; readonly why: ConnectionFault; readonly message: string };

/**
 * The addresses that one connection may be made to: resolved, each asked for, and used as they are, so
 * that no second answer of the name server can lead elsewhere. One address that is not allowed
 * refuses the host.
 */
export const vettedAddresses = async (
  host: string,
  port: number,
  rules: Pick<ProbeRules, 'resolve' | 'mayConnect'>,
): Promise<Vetted> => {
  const literal = host.replace(/^\[|\]$/g, '');
  let addresses: readonly string[];
  try {
    addresses = isIP(literal) === 0 ? await rules.resolve(host) : [literal];
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { status: 'failed', why: 'no-address', message: `${host} does not resolve (${code}).` };
  }
  const refused = addresses.find((address) => !rules.mayConnect(address, port));
  if (refused !== undefined) {
    return {
      status: 'failed',
      why: 'address-not-public',
      message: `${host} is at ${refused} port ${port}, which is not on the public internet at port 443: it was not contacted.`,
    };
  }
  if (addresses.length === 0) {
    return { status: 'failed', why: 'no-address', message: `${host} has no address.` };
  }
  // IPv4 first: functions outside a VPC have no IPv6.
  return { status: 'vetted', addresses: [...addresses].sort((a, b) => isIP(a) - isIP(b)) };
};
