import { describe, expect, it } from 'vitest';
import { audienceFindings } from '../../../src/core/federation/thumbprints/audience-findings.ts';
import { documentFindings } from '../../../src/core/federation/thumbprints/document-findings.ts';
import type { JwksSeen } from '../../../src/core/federation/thumbprints/observation.ts';
import { issuer, observation } from './sample-observations.ts';

const jwks = (changes: Partial<Extract<JwksSeen, { status: 'read' }>>): JwksSeen => ({
  status: 'read',
  rsa: 2,
  ec: 1,
  other: 0,
  withPrivateParts: 0,
  keyIds: [],
  milliseconds: 50,
  ...changes,
});

const found = (changes: Parameters<typeof observation>[0]) =>
  documentFindings(observation(changes)).map(({ id, severity }) => `${id} ${severity}`);

describe('a key set', () => {
  it.each([
    [jwks({ rsa: 100, ec: 100 }), []],
    [jwks({ rsa: 101 }), ['jwks.too-many-keys High']],
    [jwks({ ec: 101 }), ['jwks.too-many-keys High']],
    [jwks({ withPrivateParts: 1 }), ['jwks.private-key Critical']],
    [jwks({ milliseconds: 3000 }), []],
    [jwks({ milliseconds: 3001 }), ['jwks.slow Low']],
  ])('of %j is found %j', (seen, findings) => {
    expect(found({ jwks: seen })).toEqual(findings);
  });

  it.each(['http-status', 'timed-out', 'interrupted'] as const)(
    'that was not there (%s) may be back at the next run',
    (why) => {
      const failure = { status: 'failed', why, message: 'It was not there.' } as const;
      expect(documentFindings(observation({ jwks: failure }))).toMatchObject([
        { id: 'jwks.unreadable', severity: 'Medium', mayPass: true },
      ]);
    },
  );

  it.each(['redirect', 'not-json', 'too-large', 'not-https', 'wrong-shape'] as const)(
    'that somebody has set up wrong (%s) is told at once',
    (why) => {
      const failure = { status: 'failed', why, message: 'It is wrong.' } as const;
      const [finding] = documentFindings(observation({ discovery: failure, jwks: failure }));
      expect(finding).toMatchObject({ id: 'discovery.unreadable', severity: 'Medium' });
      expect(finding).not.toHaveProperty('mayPass');
    },
  );

  it.each(['not-connected', 'untrusted'] as const)(
    'that was not asked for (%s) is no finding',
    (why) => {
      const failure = { status: 'failed', why, message: 'No.' } as const;
      expect(found({ discovery: failure, jwks: failure })).toEqual([]);
      expect(found({ jwks: failure })).toEqual([]);
    },
  );
});

describe('the issuer in the discovery document', () => {
  it.each([`${issuer}/`, issuer.toUpperCase(), `${issuer}:443`])(
    'as %s is another one, to the byte',
    (named) => {
      const discovery = { status: 'read', issuer: named, jwksUri: `${issuer}/keys` } as const;
      expect(found({ discovery })).toEqual(['discovery.issuer-differs Medium']);
    },
  );
});

describe('the client ID list', () => {
  const at = (url: string, clientIds: readonly string[], before?: readonly string[]) =>
    audienceFindings({ url, clientIds }, before).map(({ id, severity }) => `${id} ${severity}`);
  const github = 'token.actions.githubusercontent.com';

  it('that is empty lets nobody in', () => {
    expect(at('a.example', [])).toEqual(['audience.none Medium']);
  });

  it('that has grown since the last run is told; one that shrank or is seen first is not', () => {
    expect(at('a.example', ['x', 'y'], ['x'])).toEqual(['audience.added Medium']);
    expect(at('a.example', ['x'], ['x', 'y'])).toEqual([]);
    expect(at('a.example', ['x', 'y'])).toEqual([]);
  });

  it('of GitHub with another audience deserves a look', () => {
    expect(at(github, ['sts.amazonaws.com'])).toEqual([]);
    expect(at(github, ['sts.amazonaws.com', 'https://github.com/acme'])).toEqual([
      'audience.unusual Low',
    ]);
  });
});
