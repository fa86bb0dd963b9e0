import { lookup } from 'node:dns/promises';
import { rootCertificates } from 'node:tls';
import type { ProbeRules } from './probe-rules.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * The public internet on port 443, against the roots that come with Node (Mozilla's). They are named
 * here so that no CA that the machine was taught beside them (`NODE_EXTRA_CA_CERTS`) counts as public.
 * STS gives an identity provider five seconds, so that is how long a document may take.
 */
export const publicProbeRules: ProbeRules = {
  connections: 2,
  roots: rootCertificates,
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  mayConnect: (address, port) => port === 443 && isPublicAddress(address),
  connectMs: 5_000,
  documentMs: 5_000,
  documentBytes: 512 * 1024,
};
