import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issuers } from '../../../src/adapters/tls/issuers.ts';
import type { ProbeRules } from '../../../src/adapters/tls/probe-rules.ts';
import {
  accountNumber,
  addAccount,
  provider,
  type ThumbprintWorld,
  thumbprintWorld,
  watch,
} from '../../flows/thumbprint-world.ts';
import { type Answer, type IssuerServer, json, startIssuerServer } from './issuer-server.ts';
import { authority, hostCertificate, pem } from './made-chains.ts';

const servers: IssuerServer[] = [];
const urls: string[] = [];
let root: string;

/** Four issuers, each with its keys on its own host. */
beforeAll(async () => {
  const ca = await authority('Root');
  const between = await authority('Between', ca);
  root = pem(ca.certificate);
  for (const name of ['a', 'b', 'c', 'd']) {
    const host = `${name}.example.com`;
    const answers: Record<string, Answer> = {};
    const server = await startIssuerServer(
      await hostCertificate(host, between),
      [between.certificate],
      answers,
    );
    const url = `${host}:${server.port}`;
    answers['/.well-known/openid-configuration'] = json({
      issuer: `https://${url}`,
      jwks_uri: `https://${url}/keys`,
    });
    answers['/keys'] = json({ keys: [] });
    servers.push(server);
    urls.push(url);
  }
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const rules = (connections: number): ProbeRules => ({
  connections,
  roots: [root],
  resolve: () => Promise.resolve(['127.0.0.1']),
  mayConnect: () => true,
  connectMs: 5_000,
  documentMs: 5_000,
  documentBytes: 10_000,
});

const organization = (): ThumbprintWorld => {
  const world = thumbprintWorld('2026-11-23T12:00:00.000Z');
  for (let number = 0; number < 1000; number += 1) {
    const accountId = accountNumber(number);
    const three = urls.filter((_, index) => index !== number % 4);
    addAccount(
      world,
      accountId,
      three.map((url) => provider(accountId, url)),
    );
  }
  return world;
};

const handshakes = () => servers.reduce((sum, server) => sum + server.handshakes(), 0);

describe('1,000 accounts with 3 providers each, of 4 issuers', () => {
  it.each([1, 2])(
    'take 4 x %d handshakes and two documents of each issuer',
    async (connections) => {
      const before = {
        handshakes: handshakes(),
        documents: servers.map(({ paths }) => paths.length),
      };
      const { did } = await watch(organization(), {}, issuers(rules(connections)));
      expect(did).toBe('watched 4 issuers of 3000 providers, told 0');
      expect(handshakes() - before.handshakes).toBe(4 * connections);
      expect(
        servers.map(({ paths }, index) => paths.length - (before.documents[index] ?? 0)),
      ).toEqual([2, 2, 2, 2]);
    },
  );
});
