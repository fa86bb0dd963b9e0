import { describe, expect, it } from 'vitest';
import {
  type ThumbprintsOptions,
  type ThumbprintsWorld,
  thumbprints,
} from '../../src/cli/commands/thumbprints.ts';
import { thumbprintsDocument } from '../../src/cli/schemas/thumbprints.ts';
import type { OidcProvider } from '../../src/core/federation/federated-role.ts';
import type { IssuerObservation } from '../../src/core/federation/thumbprints/observation.ts';
import { LastkeyError } from '../../src/core/model/errors.ts';
import {
  hostOf,
  now,
  observation,
  outer,
  thumbprint,
  twice,
  untrusted,
} from '../unit/thumbprints/sample-observations.ts';
import { runCommand } from './run-command.ts';

const provider = (url: string, thumbprints_: readonly string[]): OidcProvider => ({
  arn: `arn:aws:iam::111122223333:oidc-provider/${url}`,
  url,
  clientIds: ['sts.amazonaws.com'],
  thumbprints: thumbprints_,
});

const named = (issuer: string, changes: Partial<IssuerObservation> = {}): IssuerObservation =>
  observation({
    issuer,
    discovery: { status: 'read', issuer, jwksUri: `${issuer}/keys` },
    ...changes,
  });

const silent = hostOf([
  { status: 'failed', offered: 'TLSv1.3', why: 'no-address', message: 'gone does not resolve.' },
]);
const notConnected = { status: 'failed', why: 'not-connected', message: 'no' } as const;

/** `private…` is under a private CA, `gone…` is away, everything else is public and in order. */
const world = (changes: Partial<ThumbprintsWorld> = {}): ThumbprintsWorld & { asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    now,
    providers: () => Promise.resolve({ providers: [], unread: [] }),
    issuers: {
      observe: (issuer) => {
        asked.push(issuer);
        const seen = issuer.includes('private')
          ? named(issuer, { hosts: [hostOf(twice(undefined, untrusted('unknown-root')))] })
          : issuer.includes('gone')
            ? named(issuer, { hosts: [silent], discovery: notConnected, jwks: notConnected })
            : named(issuer);
        return Promise.resolve(seen);
      },
    },
    ...changes,
  };
};

const run = async (options: Partial<ThumbprintsOptions>, reached: ThumbprintsWorld = world()) => {
  let stdout = '';
  let stderr = '';
  const exitCode = await thumbprints(
    { urls: [], json: false, ...options },
    {
      stdin: (async function* () {})(),
      out: (text) => {
        stdout += text;
      },
      note: (line) => {
        stderr += `${line}\n`;
      },
      colour: false,
    },
    reached,
  );
  return { exitCode, stdout, stderr };
};

const account = (...providers: readonly OidcProvider[]) =>
  world({ providers: () => Promise.resolve({ providers, unread: [] }) });

describe('lastkey thumbprints', () => {
  it('says of a public issuer that no thumbprint is needed', async () => {
    const { exitCode, stdout } = await run({ urls: ['issuer.example.com'] });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`NOT-NEEDED issuer.example.com
  a provider for this issuer needs no thumbprint: every chain is publicly trusted, so AWS does not look at it
  issuer.example.com: publicly trusted, presents ${outer.sha1} (CN=Outer, until 2027-06-01)

`);
  });

  it('prints a document of its schema', async () => {
    const reached = account(
      provider('private.example.com', [thumbprint('a')]),
      provider('issuer.example.com', [outer.sha1]),
    );
    const { stdout, exitCode } = await run(
      { all: true, json: true, urls: ['x.example/path/'] },
      reached,
    );
    expect(exitCode).toBe(1);
    const document = thumbprintsDocument.parse(JSON.parse(stdout));
    expect(document).toMatchObject({
      version: 1,
      partial: false,
      providers: [
        { url: 'x.example/path/', verdict: 'not-needed', configured: [] },
        {
          arn: 'arn:aws:iam::111122223333:oidc-provider/private.example.com',
          verdict: 'failing',
          loadBearing: true,
          hosts: [{ publiclyTrusted: false, because: 'UNKNOWN-ROOT' }],
          proposal: { thumbprints: [thumbprint('a'), outer.sha1], vouchedFor: false },
        },
        { verdict: 'listed', loadBearing: false, jwks: { rsa: 2, ec: 0 }, findings: [] },
      ],
    });
  });

  it('exits with 0 for a drift under a public CA, unless it is asked for', async () => {
    const reached = () => account(provider('issuer.example.com', [thumbprint('a')]));
    expect((await run({ all: true }, reached())).exitCode).toBe(0);
    expect((await run({ all: true, failOn: 'informational' }, reached())).exitCode).toBe(1);
  });

  it('exits with 1 from the severity that --fail-on names', async () => {
    const reached = () => account(provider('private.example.com', [thumbprint('a')]));
    const { exitCode, stdout } = await run({ all: true, failOn: 'CRITICAL' }, reached());
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Critical thumbprint.unlisted');
    expect(stdout).toContain(`list to consider: ${thumbprint('a')} ${outer.sha1}`);
  });

  it('looks at each issuer once', async () => {
    const reached = world();
    await run({ urls: ['a.example', 'https://a.example', 'b.example'] }, reached);
    expect(reached.asked).toEqual(['https://a.example', 'https://b.example']);
  });

  it('prints what it has and exits with 3 when an issuer or a provider could not be seen', async () => {
    const { exitCode, stdout, stderr } = await run({
      urls: ['gone.example.com', 'issuer.example.com'],
    });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('UNKNOWN gone.example.com');
    expect(stdout).toContain('NOT-NEEDED issuer.example.com');
    expect(stderr).toContain('gone does not resolve.\nlastkey: the result is partial.');
    const unread = [{ arn: 'arn:x', why: 'access denied' }];
    const partly = await run(
      { all: true, json: true },
      world({ providers: () => Promise.resolve({ providers: [], unread }) }),
    );
    expect(partly.exitCode).toBe(3);
    expect(JSON.parse(partly.stdout)).toMatchObject({
      partial: true,
      gaps: ['arn:x could not be read: access denied.'],
    });
  });

  it('does not pass off an account that cannot be listed as one without providers', async () => {
    const refused = new LastkeyError('aws-call-failed', 'access denied', { retry: 'no' });
    const reached = world({ providers: () => Promise.reject(refused) });
    await expect(run({ all: true }, reached)).rejects.toBe(refused);
    expect((await run({ all: true })).stdout).toBe('No OIDC providers.\n');
  });

  it('contacts nothing that is not on the public internet', async () => {
    const { exitCode, stderr } = await runCommand(['thumbprints', '127.0.0.1', '[::1]']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('127.0.0.1 is at 127.0.0.1 port 443');
    expect(stderr).toContain('it was not contacted');
  });

  it.each([
    [[], /Give the URLs of issuers/],
    [
      ['http://issuer.example.com', 'x y', 'https://a.example?b'],
      /got "http:\/\/issuer.example.com"[\s\S]*got "x y"[\s\S]*got "https:\/\/a.example\?b"/,
    ],
    [['--fail-on', 'bad', 'a.example'], /Got "bad", expected one of: informational, low/],
  ])('answers wrong use %j with exit code 2', async (words, message) => {
    const { exitCode, stdout, stderr } = await runCommand(['thumbprints', ...words]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
