import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unknown } from '../../../src/core/model/fact.ts';
import { addSeconds, epochMs, type Instant } from '../../../src/core/model/instant.ts';
import {
  clickDisable,
  clickUndo,
  configurationOf,
  deliverAll,
  key,
  newKeyWorld,
  passTime,
  takeChange,
  takeRequest,
  theCase,
} from '../../flows/key-story.ts';
import type { MemoryWorld } from '../../flows/memory-ports.ts';
import { createAccessKey, updateAccessKey } from '../../flows/sample-records.ts';

/** What can happen to one key, in any order. */
type Step =
  | { readonly do: 'wait'; readonly hours: number }
  | { readonly do: 'use' }
  | { readonly do: 'deliver' }
  | { readonly do: 'advance' }
  | { readonly do: 'respond'; readonly twice: boolean }
  | { readonly do: 'click' }
  | { readonly do: 'undo' }
  | { readonly do: 'terraform activates' }
  | { readonly do: 'fault'; readonly call: string; readonly retry: 'yes' | 'no' }
  | { readonly do: 'recover' }
  | { readonly do: 'repeat created' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait'), hours: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'use' } as const) },
  { weight: 5, arbitrary: fc.constant({ do: 'deliver' } as const) },
  { weight: 6, arbitrary: fc.constant({ do: 'advance' } as const) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('respond'), twice: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ do: 'click' } as const) },
  { weight: 2, arbitrary: fc.constant({ do: 'undo' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'terraform activates' } as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fault'),
      call: fc.constantFrom('GetAccessKeyLastUsed', 'ListAccessKeys', 'GetUser'),
      retry: fc.constantFrom('yes', 'no'),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'recover' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'repeat created' } as const) },
) as fc.Arbitrary<Step>;

/** What a look from outside remembers, to hold each act against. */
interface Watch {
  lastUse: Instant | null;
  clicks: number;
}

const enforced = configurationOf('mode: enforce');

/** Retryable failures are the queue's business: the step simply did not happen. */
const tolerating = async (step: () => Promise<unknown>): Promise<void> => {
  try {
    await step();
  } catch (error) {
    if ((error as { retry?: string }).retry !== 'yes') throw error;
  }
};

const take = async (world: MemoryWorld, watch: Watch, each: Step): Promise<void> => {
  switch (each.do) {
    case 'wait':
      world.now = addSeconds(world.now, each.hours * 3600);
      return;
    case 'use':
      if (statusOf(world) !== 'Active') return;
      watch.lastUse = world.now;
      world.lastUses.set(key.accessKeyId, { at: world.now, service: 's3', region: 'us-east-1' });
      return;
    case 'deliver':
      deliverAll(world);
      return;
    case 'advance':
      await tolerating(() => passTime(world, world.now));
      return;
    case 'respond': {
      const request = world.requests.at(-1);
      if (request === undefined) return;
      for (let time = 0; time < (each.twice ? 2 : 1); time += 1) {
        await acting(world, watch, () => takeRequest(world, request));
      }
      return;
    }
    case 'click': {
      watch.clicks += 1;
      const request = clickDisable(world, { id: `click-${watch.clicks}` });
      await acting(world, watch, () => takeRequest(world, request));
      return;
    }
    case 'undo':
      watch.clicks += 1;
      await tolerating(() =>
        takeRequest(world, { ...clickUndo(world), id: `undo-${watch.clicks}` }),
      );
      return;
    case 'terraform activates':
      if (statusOf(world) !== 'Inactive') return;
      world.keys.set(`${key.accountId}/${key.userName}`, [{ ...key, status: 'Active' }]);
      await tolerating(() =>
        takeChange(
          world,
          updateAccessKey('Active', {
            eventID: `activated-${epochMs(world.now)}`,
            eventTime: world.now,
            userAgent: 'Terraform/1.9.8',
          }),
          enforced,
        ),
      );
      return;
    case 'fault':
      world.faults.set(each.call, unknown('throttled', each.call, each.retry));
      return;
    case 'recover':
      world.faults.clear();
      return;
    case 'repeat created':
      await tolerating(() => takeChange(world, createAccessKey(), enforced));
      return;
  }
};

const statusOf = (world: MemoryWorld) =>
  world.keys.get(`${key.accountId}/${key.userName}`)?.[0]?.status;

/** Runs something that may disable the key, and holds the act against what was true before it. */
const acting = async (
  world: MemoryWorld,
  watch: Watch,
  act: () => Promise<unknown>,
): Promise<void> => {
  const before = theCase(world);
  const actsBefore = world.acts.length;
  const faults = [...world.faults.keys()];
  await tolerating(act);
  const disabled = world.acts.slice(actsBefore).filter((each) => each.endsWith('Inactive'));
  if (disabled.length === 0) return;
  // Last look: not used since the present round began.
  expect(watch.lastUse === null || watch.lastUse < before.clockStartedAt).toBe(true);
  // Unknown is not no.
  expect(faults).not.toContain('GetAccessKeyLastUsed');
  expect(faults).not.toContain('ListAccessKeys');
  // The exact key, once.
  expect(disabled).toEqual([`${key.accessKeyId} Inactive`]);
  // Code that fights back is handed to a person, not fought.
  if (!world.acts.slice(0, actsBefore).some((each) => each.endsWith('Inactive'))) return;
  expect(before.reactivations).toBeLessThanOrEqual(2);
};

describe('over any course of events', () => {
  it('a key is disabled only unused, known and exact; each act is in the ledger with its last look', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const world = newKeyWorld();
        const watch: Watch = { lastUse: null, clicks: 0 };
        await takeChange(world, createAccessKey(), enforced);
        for (const each of steps) await take(world, watch, each);
        const types = [...world.ledger.values()].map(({ type }) => type);
        expect(types.filter((type) => type === 'act.intended').length).toBeLessThanOrEqual(
          types.filter((type) => type === 'last-look').length,
        );
        expect(world.acts.length).toBeLessThanOrEqual(
          types.filter((type) => type === 'act.intended').length,
        );
      }),
      { numRuns: 400 },
    );
  });

  it('nothing is done without a click before every warning of the round was delivered', async () => {
    const withoutClicks = step.filter((each) => each.do !== 'click' && each.do !== 'undo');
    await fc.assert(
      fc.asyncProperty(fc.array(withoutClicks, { minLength: 5, maxLength: 60 }), async (steps) => {
        const world = newKeyWorld();
        const watch: Watch = { lastUse: null, clicks: 0 };
        await takeChange(world, createAccessKey(), enforced);
        for (const each of steps) {
          const before = theCase(world);
          const acts = world.acts.length;
          await take(world, watch, each);
          if (world.acts.length === acts) continue;
          const warnings = before.notices.filter(
            ({ kind, at }) =>
              at >= before.clockStartedAt &&
              (kind === 'found' ||
                kind === 're-activated' ||
                kind === 'warning' ||
                kind === 'used-since-warning'),
          );
          expect(warnings.length).toBeGreaterThan(0);
          expect(warnings.every(({ delivery }) => delivery.status === 'delivered')).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a fresh install changes nothing anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const world = newKeyWorld();
        const watch: Watch = { lastUse: null, clicks: 0 };
        await takeChange(world, createAccessKey());
        for (const each of steps) await take(world, watch, each);
        expect(world.acts).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
