import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issuers } from '../../../src/adapters/tls/issuers.ts';
import type { ProbeRules } from '../../../src/adapters/tls/probe-rules.ts';
import { demandsTls13 } from '../../../src/core/federation/thumbprints/load-bearing.ts';
import type {
  HostObservation,
  IssuerObservation,
} from '../../../src/core/federation/thumbprints/observation.ts';
import { doProbesAgree, presentedBy } from '../../../src/core/federation/thumbprints/presented.ts';
import { type Answer, type IssuerServer, json, startIssuerServer } from './issuer-server.ts';
import {
  type Authority,
  authority,
  crossSigned,
  type HostCertificate,
  hostCertificate,
  pem,
  sha1,
} from './made-chains.ts';

const host = 'issuer.example.com';
let root: Authority;
let outer: Authority;
let inner: Authority;
let leaf: HostCertificate;

beforeAll(async () => {
  root = await authority('Root');
  outer = await authority('Outer CA', root);
  inner = await authority('Inner CA', outer);
  leaf = await hostCertificate(host, inner);
});

const open: IssuerServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const start: typeof startIssuerServer = async (...parameters) => {
  const server = await startIssuerServer(...parameters);
  open.push(server);
  return server;
};

/** Loopback instead of the internet, and the made root instead of the public ones. */
const rules = (changes: Partial<ProbeRules> = {}): ProbeRules => ({
  connections: 2,
  roots: [pem(root.certificate)],
  resolve: () => Promise.resolve(['127.0.0.1']),
  mayConnect: (address) => address === '127.0.0.1',
  connectMs: 5_000,
  documentMs: 5_000,
  documentBytes: 10_000,
  ...changes,
});

const keys = { keys: [{ kty: 'RSA', kid: 'a' }, { kty: 'EC', kid: 'b' }, { kty: 'OKP' }] };

/** A server whose documents name its own port, which is known only once it listens. */
const startIssuer = async (
  certificate: HostCertificate,
  above: Parameters<typeof start>[1],
  options: {
    readonly documents?: (issuer: string) => Readonly<Record<string, Answer>>;
    readonly versions?: Parameters<typeof start>[3];
  } = {},
): Promise<{ readonly server: IssuerServer; readonly issuer: string }> => {
  const answers: Record<string, Answer> = {};
  const server = await start(certificate, above, answers, options.versions);
  const issuer = `https://${host}:${server.port}`;
  Object.assign(answers, options.documents?.(issuer) ?? documentsOf(issuer));
  return { server, issuer };
};

const documentsOf = (issuer: string): Record<string, Answer> => ({
  '/.well-known/openid-configuration': json({ issuer, jwks_uri: `${issuer}/keys` }),
  '/keys': json(keys),
});

const observe = (issuer: string, changes?: Partial<ProbeRules>): Promise<IssuerObservation> =>
  issuers(rules(changes)).observe(issuer);

const onlyHost = (observed: IssuerObservation): HostObservation => {
  expect(observed.hosts).toHaveLength(1);
  return observed.hosts[0] as HostObservation;
};

const subjectsSent = (observed: IssuerObservation): readonly (readonly string[])[] =>
  observed.hosts.flatMap(({ connections }) =>
    connections.map((each) =>
      each.status === 'connected' ? each.sent.map(({ subject }) => subject) : [each.why],
    ),
  );

const trustOf = (observed: IssuerObservation) => {
  const [first] = onlyHost(observed).connections;
  return first?.status === 'connected' ? first.trust : first;
};

describe('a chain', () => {
  it('in order is told as sent, with the last certificate as thumbprint', async () => {
    const { issuer, server } = await startIssuer(leaf, [inner.certificate, outer.certificate]);
    const observed = await observe(issuer);
    const names = [`CN=${host}`, 'CN=Inner CA', 'CN=Outer CA'];
    expect(subjectsSent(observed)).toEqual([names, names]);
    expect(presentedBy(observed.hosts)).toEqual([sha1(outer.certificate)]);
    expect(trustOf(observed)).toEqual({ trusted: true });
    expect(observed.discovery).toEqual({ status: 'read', issuer, jwksUri: `${issuer}/keys` });
    expect(observed.jwks).toMatchObject({ rsa: 1, ec: 1, other: 1, withPrivateParts: 0 });
    expect(server.handshakes()).toBe(2);
  });

  it('describes each certificate: digests, key, dates, and whether it is a CA', async () => {
    const { issuer } = await startIssuer(leaf, [inner.certificate, outer.certificate]);
    const [first] = onlyHost(await observe(issuer)).connections;
    const sent = first?.status === 'connected' ? first.sent : [];
    expect(sent.map(({ isCa }) => isCa)).toEqual([false, true, true]);
    expect(sent[2]).toMatchObject({
      issuer: 'CN=Root',
      sha1: sha1(outer.certificate),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      spkiSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      notAfter: outer.certificate.notAfter.toISOString().replace(/\d{3}Z$/, '000Z'),
    });
  });

  it.each([
    ['out of order', () => [outer.certificate, inner.certificate], ['CN=Outer CA', 'CN=Inner CA']],
    [
      'with its root',
      () => [inner.certificate, outer.certificate, root.certificate],
      ['CN=Inner CA', 'CN=Outer CA', 'CN=Root'],
    ],
    [
      'with a certificate twice',
      () => [inner.certificate, inner.certificate, outer.certificate],
      ['CN=Inner CA', 'CN=Inner CA', 'CN=Outer CA'],
    ],
  ])('%s is told as sent and is trusted', async (_, above, names) => {
    const { issuer } = await startIssuer(leaf, above());
    const observed = await observe(issuer);
    expect(subjectsSent(observed)[0]).toEqual([`CN=${host}`, ...names]);
    expect(trustOf(observed)).toEqual({ trusted: true });
  });

  it('of the leaf alone is incomplete, and the leaf is its thumbprint', async () => {
    const { issuer } = await startIssuer(leaf, []);
    const observed = await observe(issuer);
    expect(presentedBy(observed.hosts)).toEqual([sha1(leaf.certificate)]);
    expect(trustOf(observed)).toMatchObject({ trusted: false, because: 'incomplete-chain' });
  });

  it('that ends in a cross-signed CA has another thumbprint with the same key', async () => {
    const older = await authority('Older Root');
    const cross = await crossSigned(outer, older);
    const { issuer } = await startIssuer(leaf, [inner.certificate, cross]);
    const plain = await startIssuer(leaf, [inner.certificate, outer.certificate]);
    const lastOf = async (name: string) => {
      const [first] = onlyHost(await observe(name)).connections;
      return first?.status === 'connected' ? first.sent.at(-1) : undefined;
    };
    const [one, other] = [await lastOf(issuer), await lastOf(plain.issuer)];
    expect(one?.sha1).toBe(sha1(cross));
    expect(one?.sha1).not.toBe(other?.sha1);
    expect(one?.spkiSha256).toBe(other?.spkiSha256);
  });

  it('that differs from connection to connection is told as a set', async () => {
    const older = await authority('Older Root');
    const cross = await crossSigned(outer, older);
    const { issuer, server } = await startIssuer(leaf, [inner.certificate, outer.certificate]);
    await start(
      leaf,
      [inner.certificate, cross],
      {},
      {
        at: { address: '127.0.0.2', port: server.port },
      },
    );
    // A load balancer: the second connection meets the other server.
    const addresses = ['127.0.0.1', '127.0.0.2'];
    const observed = await observe(issuer, {
      resolve: () => Promise.resolve(addresses.splice(0, 1)),
      mayConnect: () => true,
    });
    expect(presentedBy(observed.hosts)).toEqual([sha1(outer.certificate), sha1(cross)]);
    expect(doProbesAgree(observed.hosts)).toBe(false);
  });
});

describe('a chain that is not publicly trusted', () => {
  const connectedAndUnasked = async (issuer: string, server: IssuerServer) => {
    const observed = await observe(issuer);
    expect(server.paths).toEqual([]);
    expect(observed.discovery).toMatchObject({ status: 'failed', why: 'untrusted' });
    return trustOf(observed);
  };

  it('under a private CA is told with its chain, and is sent no request', async () => {
    const ours = await authority('Private Root');
    const mine = await hostCertificate(host, ours);
    const { issuer, server } = await startIssuer(mine, [ours.certificate]);
    expect(await connectedAndUnasked(issuer, server)).toMatchObject({ because: 'unknown-root' });
  });

  it('past its date is expired', async () => {
    const old = await hostCertificate(host, inner, [-90, -1]);
    const { issuer, server } = await startIssuer(old, [inner.certificate, outer.certificate]);
    expect(await connectedAndUnasked(issuer, server)).toMatchObject({ because: 'expired' });
  });

  it('for another name is for another name', async () => {
    const other = await hostCertificate('other.example.com', inner);
    const { issuer, server } = await startIssuer(other, [inner.certificate, outer.certificate]);
    expect(await connectedAndUnasked(issuer, server)).toMatchObject({ because: 'wrong-name' });
  });
});

describe('TLS versions', () => {
  it('a host that demands TLS 1.3 is known by its refusal of TLS 1.2', async () => {
    const above = [inner.certificate, outer.certificate];
    const { issuer } = await startIssuer(leaf, above, { versions: { min: 'TLSv1.3' } });
    const observed = await observe(issuer);
    expect(demandsTls13(observed)).toBe(true);
    expect(onlyHost(observed).connections[1]).toMatchObject({ why: 'tls-version' });
  });

  it('a host that has TLS 1.2 only is read all the same', async () => {
    const above = [inner.certificate, outer.certificate];
    const { issuer } = await startIssuer(leaf, above, { versions: { max: 'TLSv1.2' } });
    const observed = await observe(issuer);
    expect(demandsTls13(observed)).toBe(false);
    expect(observed.jwks.status).toBe('read');
  });
});

describe('an issuer with two hosts', () => {
  it('has both looked at', async () => {
    const above = [inner.certificate, outer.certificate];
    const keysLeaf = await hostCertificate('keys.example.com', outer);
    const keysServer = await start(keysLeaf, [outer.certificate], { '/jwks': json(keys) });
    const jwksUri = `https://keys.example.com:${keysServer.port}/jwks`;
    const { issuer, server } = await startIssuer(leaf, above, {
      documents: (name) => ({
        '/.well-known/openid-configuration': json({ issuer: name, jwks_uri: jwksUri }),
      }),
    });
    const observed = await observe(issuer);
    expect(observed.hosts.map((each) => [each.host, each.serves])).toEqual([
      [`${host}:${server.port}`, ['issuer']],
      [`keys.example.com:${keysServer.port}`, ['jwks']],
    ]);
    expect(observed.jwks.status).toBe('read');
    expect([server.handshakes(), keysServer.handshakes()]).toEqual([2, 2]);
  });
});

describe('a discovery document', () => {
  const above = () => [inner.certificate, outer.certificate];
  const answered = async (answer: (issuer: string) => Answer, changes?: Partial<ProbeRules>) => {
    const { issuer, server } = await startIssuer(leaf, above(), {
      documents: (name) => ({ '/.well-known/openid-configuration': answer(name) }),
    });
    return { observed: await observe(issuer, changes), server };
  };

  it('that names another issuer is told with that name', async () => {
    const { observed } = await answered((issuer) =>
      json({ issuer: `${issuer}/`, jwks_uri: `${issuer}/keys` }),
    );
    expect(observed.discovery).toMatchObject({ issuer: `${observed.issuer}/` });
  });

  it('of an issuer with a path and a final slash is looked for below the path', async () => {
    const answers: Record<string, Answer> = {};
    const server = await start(leaf, above(), answers);
    const issuer = `https://${host}:${server.port}/tenant/`;
    answers['/tenant/.well-known/openid-configuration'] = json({ issuer, jwks_uri: issuer });
    expect((await observe(issuer)).discovery).toMatchObject({ status: 'read', issuer });
  });

  it.each<[string, (issuer: string) => Answer, string]>([
    [
      'behind a redirect',
      () => (_, response) => {
        response.writeHead(302, { location: 'https://169.254.169.254/latest/' }).end();
      },
      'redirect',
    ],
    [
      'that is too large',
      () => (_, response) => {
        response.writeHead(200);
        for (let piece = 0; piece < 20; piece += 1) response.write('x'.repeat(1000));
        response.end();
      },
      'too-large',
    ],
    [
      'that is not JSON',
      () => (_, response) => {
        response.end('<html>');
      },
      'not-json',
    ],
    [
      'that is cut short',
      () => (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
      'interrupted',
    ],
    [
      'with an error status',
      () => (_, response) => {
        response.writeHead(503).end();
      },
      'http-status',
    ],
    [
      'with plain http keys',
      () => json({ issuer: 'x', jwks_uri: 'http://a.example' }),
      'not-https',
    ],
    ['without its fields', () => json([1]), 'wrong-shape'],
  ])('%s is not used', async (_, answer, why) => {
    const { observed, server } = await answered(answer);
    expect(observed.discovery).toMatchObject({ status: 'failed', why });
    expect(server.paths).toHaveLength(1);
  });

  it('that never comes is given up', async () => {
    const { observed } = await answered(() => () => undefined, { documentMs: 50 });
    expect(observed.discovery).toMatchObject({ status: 'failed', why: 'timed-out' });
  });
});

describe('a key set', () => {
  it('that publishes a private part is counted as such', async () => {
    const { issuer } = await startIssuer(leaf, [inner.certificate, outer.certificate], {
      documents: (name) => ({
        ...documentsOf(name),
        '/keys': json({
          keys: [
            { kty: 'EC', d: 'secret' },
            { kty: 'oct', k: 'secret' },
          ],
        }),
      }),
    });
    expect((await observe(issuer)).jwks).toMatchObject({ withPrivateParts: 2 });
  });

  it('is read over a new connection when the server ends each after one document', async () => {
    const { issuer, server } = await startIssuer(leaf, [inner.certificate, outer.certificate], {
      documents: (name) =>
        Object.fromEntries(
          Object.entries(documentsOf(name)).map(([path, answer]) => [
            path,
            ((request, response) => {
              response.setHeader('connection', 'close');
              answer(request, response);
            }) satisfies Answer,
          ]),
        ),
    });
    expect((await observe(issuer)).jwks.status).toBe('read');
    expect(server.handshakes()).toBe(3);
  });
});

describe('what an issuer may not lead to', () => {
  it('an address that is not allowed is never connected to, even beside one that is', async () => {
    const { issuer, server } = await startIssuer(leaf, []);
    const observed = await observe(issuer, {
      resolve: () => Promise.resolve(['127.0.0.1', '10.0.0.1']),
    });
    expect(onlyHost(observed).connections).toMatchObject([{ why: 'address-not-public' }]);
    expect(server.handshakes()).toBe(0);
  });

  it('a jwks_uri at such an address is not followed', async () => {
    const { issuer } = await startIssuer(leaf, [inner.certificate, outer.certificate], {
      documents: (name) => ({
        '/.well-known/openid-configuration': json({
          issuer: name,
          jwks_uri: 'https://169.254.169.254/latest/meta-data',
        }),
      }),
    });
    const observed = await observe(issuer);
    expect(observed.hosts[1]).toMatchObject({
      host: '169.254.169.254',
      connections: [{ status: 'failed', why: 'address-not-public' }],
    });
    expect(observed.jwks).toMatchObject({ status: 'failed', why: 'not-connected' });
  });

  it('an address that needs no name server is judged too', async () => {
    const observed = await observe('https://[::1]/');
    expect(onlyHost(observed).connections).toMatchObject([{ why: 'address-not-public' }]);
  });

  it.each(['http://issuer.example.com', 'ftp://x', 'not a url', 'https://user:pw@example.com'])(
    '%s is no issuer',
    async (issuer) => {
      expect(await observe(issuer)).toMatchObject({
        hosts: [],
        discovery: { status: 'failed', why: 'not-https' },
      });
    },
  );

  it('a name that does not resolve is told, and so is a host that does not answer', async () => {
    const observed = await observe('https://gone.example.com', {
      resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    });
    expect(onlyHost(observed).connections).toMatchObject([{ why: 'no-address' }]);
    const { issuer, server } = await startIssuer(leaf, []);
    await server.close();
    open.length = 0;
    expect(onlyHost(await observe(issuer)).connections).toMatchObject([{ why: 'refused' }]);
  });
});
