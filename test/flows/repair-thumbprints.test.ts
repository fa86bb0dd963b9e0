import { describe, expect, it } from 'vitest';
import type { OidcProvider } from '../../src/core/federation/federated-role.ts';
import type { IssuerObservation } from '../../src/core/federation/thumbprints/observation.ts';
import type { ThumbprintRepair } from '../../src/core/federation/thumbprints/thumbprint-repair.ts';
import { type Fact, known, unknown } from '../../src/core/model/fact.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { repairThumbprints } from '../../src/flows/repair-thumbprints.ts';
import {
  hostOf,
  observation,
  outer,
  thumbprint,
  twice,
  untrusted,
} from '../unit/thumbprints/sample-observations.ts';
import {
  accountNumber,
  addAccount,
  provider,
  type ThumbprintWorld,
  thumbprintWorld,
  watch,
} from './thumbprint-world.ts';

const url = 'issuer.example.com';
const issuer = `https://${url}`;
const account = accountNumber(1);
const arn = provider(account, url).arn;
const listed = thumbprint('2');
const federation = { subjects: {}, ignoreIssuers: [], thumbprints: 'repair' as const };

/**
 * An issuer under a public CA whose logins AWS verifies by the thumbprint: the list holds the inner
 * CA, and the hosts present the outer one.
 */
const world = async (observed: IssuerObservation = observation()): Promise<ThumbprintWorld> => {
  const made = thumbprintWorld('2026-11-23T12:00:00.000Z');
  addAccount(made, account, [provider(account, url, { thumbprints: [listed] })]);
  made.observations.set(issuer, observed);
  await made.methodsPort.note(arn, { method: 'Thumbprint', at: made.now });
  return made;
};

interface Control {
  list: readonly string[];
  writes: (readonly string[])[];
  read?: Fact<OidcProvider | null>;
  /** IAM says yes and does nothing. */
  isDeaf?: true;
}

const repair = (
  from: ThumbprintWorld,
  request: ThumbprintRepair,
  control: Control,
  settings: {
    mode?: 'observe' | 'enforce';
    deployedMode?: 'observe' | 'enforce';
    thumbprints?: 'propose';
  } = {},
) =>
  repairThumbprints(
    request,
    {
      clock: from.clock,
      accounts: {
        repairing: () =>
          Promise.resolve({
            provider: () =>
              Promise.resolve(
                control.read ??
                  known(provider(account, url, { thumbprints: control.list }), from.now, 'IAM'),
              ),
            setThumbprints: (_, list) => {
              control.writes.push(list);
              if (control.isDeaf !== true) control.list = list;
              return Promise.resolve();
            },
          }),
      },
      issuers: {
        observe: (each) => Promise.resolve(from.observations.get(each) ?? observation()),
      },
      methods: from.methodsPort,
      sightings: {
        read: (each) => Promise.resolve(from.sightings.get(each) ?? null),
        write: () => Promise.resolve('written'),
      },
      cases: from.caseTable,
      ledger: from.ledgerPort,
      stopSwitch: from.stopSwitchPort,
    },
    {
      configuration: {
        mode: settings.mode ?? 'enforce',
        federation: { ...federation, thumbprints: settings.thumbprints ?? 'repair' },
      },
      deployedMode: settings.deployedMode ?? 'enforce',
    },
  );

const asked = async (from: ThumbprintWorld): Promise<ThumbprintRepair> => {
  await watch(from, { federation });
  const [request] = from.repairs;
  if (request === undefined) throw new Error('Nothing was asked for.');
  return request;
};

describe('a run that meets a list to repair', () => {
  it('asks for the addition that everything vouches for', async () => {
    const request = await asked(await world());
    expect(request).toMatchObject({ step: 'add', from: [listed], to: [listed, outer.sha1] });
  });

  it('asks for nothing when it shall propose only', async () => {
    const made = await world();
    await watch(made, { federation: { ...federation, thumbprints: 'propose' } });
    expect(made.repairs).toEqual([]);
  });

  it('asks for nothing when the chain is not public, or AWS does not look at the list', async () => {
    const privately = await world(
      observation({ hosts: [hostOf(twice(undefined, untrusted('unknown-root')))] }),
    );
    await watch(privately, { federation });
    const unread = await world();
    await unread.methodsPort.note(arn, {
      method: 'IAMTrustStore',
      at: '2026-11-23T12:30:00.000Z' as Instant,
    });
    await watch(unread, { federation });
    expect([...privately.repairs, ...unread.repairs]).toEqual([]);
  });
});

describe('a repair', () => {
  it('adds, and the old entry goes a week after it was last presented', async () => {
    const made = await world();
    const control: Control = { list: [listed], writes: [] };
    expect((await repair(made, await asked(made), control)).did).toBe('added to the list');
    expect(control.list).toEqual([listed, outer.sha1]);
    made.providers.set(account, [provider(account, url, { thumbprints: control.list })]);
    made.repairs.length = 0;
    made.now = '2026-11-29T12:00:00.000Z' as Instant;
    await watch(made, { federation });
    expect(made.repairs).toEqual([]);
    made.now = '2026-12-01T12:00:00.000Z' as Instant;
    const removal = await asked(made);
    expect(removal).toMatchObject({ step: 'remove', to: [outer.sha1] });
    await repair(made, removal, control);
    expect(control.list).toEqual([outer.sha1]);
  });

  it('records before it writes', async () => {
    const made = await world();
    await repair(made, await asked(made), { list: [listed], writes: [] });
    const types = [...made.ledger.values()]
      .map(({ type }) => type)
      .filter((type) => type.startsWith('act.'));
    expect(types).toEqual(['act.intended', 'act.done']);
  });

  it('that is delivered twice writes once', async () => {
    const made = await world();
    const control: Control = { list: [listed], writes: [] };
    const request = await asked(made);
    await repair(made, request, control);
    await repair(made, request, control);
    expect(control.writes).toHaveLength(1);
  });

  it.each([
    ['the mode is observe', { mode: 'observe' }],
    ['the mode is observe', { deployedMode: 'observe' }],
    ['repair is not configured', { thumbprints: 'propose' }],
  ] as const)('stops because %s', async (why, settings) => {
    const made = await world();
    const control: Control = { list: [listed], writes: [] };
    expect((await repair(made, await asked(made), control, settings)).did).toBe(`nothing: ${why}`);
    expect(control.writes).toEqual([]);
  });

  it.each(['stop', 'unreadable'] as const)('stops at a switch that is %s', async (state) => {
    const made = await world();
    const control: Control = { list: [listed], writes: [] };
    const request = await asked(made);
    made.stopSwitch = state;
    await repair(made, request, control);
    expect(control.writes).toEqual([]);
  });

  it('stops when somebody changed the list, or removed the provider', async () => {
    const made = await world();
    const request = await asked(made);
    const changed: Control = { list: [thumbprint('9')], writes: [] };
    expect((await repair(made, request, changed)).did).toMatch(/somebody changed the list/);
    const gone: Control = { list: [], writes: [], read: known(null, made.now, 'IAM') };
    expect((await repair(made, { ...request, id: 'again' }, gone)).did).toMatch(/does not exist/);
    expect([...changed.writes, ...gone.writes]).toEqual([]);
  });

  it('stops when a second look sees another chain', async () => {
    const made = await world();
    const request = await asked(made);
    const other = { ...outer, sha1: thumbprint('8'), spkiSha256: 'another' };
    made.observations.set(issuer, observation({ hosts: [hostOf(twice([other]))] }));
    const control: Control = { list: [listed], writes: [] };
    expect((await repair(made, request, control)).did).toMatch(/^nothing: a second look saw other/);
    expect(control.writes).toEqual([]);
  });

  it('stops when the list cannot be read, and comes back when reading may help', async () => {
    const made = await world();
    const request = await asked(made);
    const denied: Control = { list: [], writes: [], read: unknown('AccessDenied', 'IAM') };
    expect((await repair(made, request, denied)).did).toMatch(/could not be read: AccessDenied/);
    const throttled: Control = { list: [], writes: [], read: unknown('Throttling', 'IAM', 'yes') };
    await expect(repair(made, { ...request, id: 'again' }, throttled)).rejects.toThrow(
      /Throttling/,
    );
    expect([...denied.writes, ...throttled.writes]).toEqual([]);
  });

  it('that does not show afterwards is looked at again', async () => {
    const made = await world();
    const control: Control = { list: [listed], writes: [], isDeaf: true };
    await expect(repair(made, await asked(made), control)).rejects.toThrow(/does not show it/);
  });
});
