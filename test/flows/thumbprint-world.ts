import type { ThumbprintEventDetail } from '../../src/core/events/domain-event.ts';
import type { OidcProvider } from '../../src/core/federation/federated-role.ts';
import type { IssuerObservation } from '../../src/core/federation/thumbprints/observation.ts';
import type { ProviderSighting } from '../../src/core/federation/thumbprints/provider-sighting.ts';
import type { ThumbprintRepair } from '../../src/core/federation/thumbprints/thumbprint-repair.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import { type Fact, known } from '../../src/core/model/fact.ts';
import { type AccountId, parseAccountId } from '../../src/core/model/ids.ts';
import type { Issuers, OrganizationAccount } from '../../src/flows/ports.ts';
import { type WatchProviderPorts, watchProvider } from '../../src/flows/watch-provider.ts';
import { type WatchThumbprintsPorts, watchThumbprints } from '../../src/flows/watch-thumbprints.ts';
import { configurationOf } from './key-story.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';

/** An organization with OIDC providers, and issuers as a run would see them. */
export interface ThumbprintWorld extends MemoryWorld {
  readonly accounts: OrganizationAccount[];
  readonly providers: Map<AccountId, OidcProvider[]>;
  /** Accounts that answer with this instead. */
  readonly unread: Map<AccountId, Fact<never>>;
  readonly observations: Map<string, IssuerObservation>;
  /** Issuers in the order in which they were contacted. */
  readonly contacted: string[];
  readonly sightings: Map<string, ProviderSighting>;
  readonly repairs: ThumbprintRepair[];
}

export const accountNumber = (number: number): AccountId =>
  parseAccountId(String(100_000_000_000 + number)) as AccountId;

export const thumbprintWorld = (now: string): ThumbprintWorld =>
  Object.assign(memoryWorld(now), {
    accounts: [],
    providers: new Map(),
    unread: new Map(),
    observations: new Map(),
    contacted: [],
    sightings: new Map(),
    repairs: [],
  });

export const provider = (
  accountId: AccountId,
  url: string,
  changes: Partial<OidcProvider> = {},
): OidcProvider => ({
  arn: `arn:aws:iam::${accountId}:oidc-provider/${url}`,
  url,
  clientIds: ['sts.amazonaws.com'],
  thumbprints: [],
  ...changes,
});

export const addAccount = (
  world: ThumbprintWorld,
  accountId: AccountId,
  providers: readonly OidcProvider[],
  isActive = true,
): void => {
  world.accounts.push({ accountId, name: accountId, isActive });
  world.providers.set(accountId, [...providers]);
};

type WatchSettings = Partial<Pick<Configuration, 'owners' | 'federation'>>;

/** One run. @param issuers instead of the world's own observations */
export const watch = (world: ThumbprintWorld, settings: WatchSettings = {}, issuers?: Issuers) =>
  watchThumbprints(portsOf(world, issuers), { ...configurationOf(), ...settings });

/** The look that an event asks for. */
export const watchOne = (world: ThumbprintWorld, event: unknown, settings: WatchSettings = {}) =>
  watchProvider(event, 'message-1', portsOf(world), { ...configurationOf(), ...settings });

const portsOf = (
  world: ThumbprintWorld,
  issuers?: Issuers,
): WatchThumbprintsPorts & WatchProviderPorts => ({
  clock: world.clock,
  accounts: { all: () => Promise.resolve(world.accounts) },
  members: {
    reading: async (accountId) => ({
      ...(await world.members.reading(accountId)),
      oidcProviders: () =>
        Promise.resolve(
          world.unread.get(accountId) ??
            known(world.providers.get(accountId) ?? [], world.now, 'IAM'),
        ),
    }),
  },
  issuers: issuers ?? {
    observe: (issuer) => {
      world.contacted.push(issuer);
      const observed = world.observations.get(issuer);
      if (observed === undefined) throw new Error(`The test has no ${issuer}.`);
      return Promise.resolve(observed);
    },
  },
  methods: world.methodsPort,
  sightings: {
    read: (arn) => Promise.resolve(world.sightings.get(arn) ?? null),
    write: (sighting) => {
      const held = world.sightings.get(sighting.providerArn)?.version ?? 0;
      if (held !== sighting.version) return Promise.resolve('changed');
      world.sightings.set(sighting.providerArn, { ...sighting, version: held + 1 });
      return Promise.resolve('written');
    },
  },
  ledger: world.ledgerPort,
  events: world.eventsPort,
  repairs: {
    request: (repair) => {
      world.repairs.push(repair);
      return Promise.resolve();
    },
  },
  cases: world.caseTable,
});

export const told = (world: ThumbprintWorld): readonly ThumbprintEventDetail[] =>
  world.events.map(({ detail }) => detail as ThumbprintEventDetail);
