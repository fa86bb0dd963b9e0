import { issuers } from '../src/adapters/tls/issuers.ts';
import { type IssuerServer, json, startIssuerServer } from '../test/contract/tls/issuer-server.ts';
import { authority, hostCertificate, pem } from '../test/contract/tls/made-chains.ts';
import {
  accountNumber,
  addAccount,
  provider,
  thumbprintWorld,
  watch,
} from '../test/flows/thumbprint-world.ts';
import { printRows } from './support/measure.ts';

/**
 * TLS handshakes and documents of one run over 1,000 accounts with 3 providers each, of 4 issuers that
 * serve their keys from their own host; and the CPU of such a run against the same run over one
 * account with those 4 providers.
 */
const accounts = 1000;
const providersEach = 3;
const names = ['a', 'b', 'c', 'd'];
/** One for the documents, one that offers TLS 1.2 only: what a deployed run makes. */
const connections = 2;

const root = await authority('Root');
const between = await authority('Between', root);
const servers: IssuerServer[] = [];
const urls: string[] = [];
for (const name of names) {
  const host = `${name}.example.com`;
  const answers: Parameters<typeof startIssuerServer>[2] = {};
  const documents = answers as Record<string, ReturnType<typeof json>>;
  const certificate = await hostCertificate(host, between);
  const server = await startIssuerServer(certificate, [between.certificate], answers);
  const url = `${host}:${server.port}`;
  documents['/.well-known/openid-configuration'] = json({
    issuer: `https://${url}`,
    jwks_uri: `https://${url}/keys`,
  });
  documents['/keys'] = json({ keys: [] });
  servers.push(server);
  urls.push(url);
}

const probe = issuers({
  connections,
  roots: [pem(root.certificate)],
  resolve: () => Promise.resolve(['127.0.0.1']),
  mayConnect: () => true,
  connectMs: 5_000,
  documentMs: 5_000,
  documentBytes: 10_000,
});

const total = (count: (server: IssuerServer) => number): number =>
  servers.reduce((sum, server) => sum + count(server), 0);

/** One run: handshakes, documents, and CPU milliseconds of everything, the servers included. */
const run = async (accountCount: number, each: (number: number) => readonly string[]) => {
  const world = thumbprintWorld('2026-11-23T12:00:00.000Z');
  for (let number = 0; number < accountCount; number += 1) {
    const accountId = accountNumber(number);
    addAccount(
      world,
      accountId,
      each(number).map((url) => provider(accountId, url)),
    );
  }
  const before = { handshakes: total((one) => one.handshakes()), documents: documentsAsked() };
  const cpu = process.cpuUsage();
  await watch(world, {}, probe);
  const { user, system } = process.cpuUsage(cpu);
  return {
    handshakes: total((one) => one.handshakes()) - before.handshakes,
    documents: documentsAsked() - before.documents,
    cpuMs: (user + system) / 1000,
  };
};
const documentsAsked = (): number => total(({ paths }) => paths.length);

const one = (): Promise<Awaited<ReturnType<typeof run>>> => run(1, () => urls);
await one(); // Loads and compiles what both need.
const small = await one();
const large = await run(accounts, (number) => urls.filter((_, index) => index !== number % 4));
await Promise.all(servers.map((server) => server.close()));

const naive = accounts * providersEach * connections;
const perProvider = (large.cpuMs - small.cpuMs) / (accounts * providersEach);
printRows([
  ['providers', String(accounts * providersEach), `${accounts} accounts`],
  [
    'TLS handshakes',
    String(large.handshakes),
    `${names.length} issuers x ${connections} connections; ${naive} if each provider were looked at`,
  ],
  ['documents read', String(large.documents), 'two of each issuer'],
  ['CPU for each provider more', `${perProvider.toFixed(2)} ms`, 'judged, recorded, remembered'],
  [
    'CPU against one account',
    `${(large.cpuMs / small.cpuMs).toFixed(1)} x`,
    `${((accounts * providersEach) / names.length).toFixed(0)} times as many providers`,
  ],
]);
