import { canaryAllows } from '../../src/core/keys/canary.ts';
import { userOfScope } from '../../src/core/keys/exception.ts';
import type { Exceptions } from '../../src/flows/exception-ports.ts';
import type { Limits } from '../../src/flows/limit-ports.ts';
import type { MemoryWorld } from './memory-ports.ts';

/** Exceptions over the world's list. */
export const memoryExceptions = (world: () => MemoryWorld): Exceptions => ({
  read: ({ accountId, userName, id }) =>
    Promise.resolve(
      world().exceptions.find(
        (each) =>
          each.accountId === accountId && userOfScope(each.scope) === userName && each.id === id,
      ) ?? null,
    ),
  write: (exception) => {
    const { exceptions } = world();
    const index = exceptions.findIndex(({ id }) => id === exception.id);
    if ((exceptions[index]?.version ?? 0) !== exception.version) return Promise.resolve('changed');
    const next = { ...exception, version: exception.version + 1 };
    exceptions.splice(index < 0 ? exceptions.length : index, 1, next);
    return Promise.resolve(next);
  },
  due: async function* (now) {
    yield* world().exceptions.filter(
      ({ nextStepAt }) => nextStepAt !== undefined && nextStepAt <= now,
    );
  },
});

/** Caps, canary and the day's question over the world's state. */
export const memoryLimits = (world: () => MemoryWorld): Limits => ({
  spent: (day) => Promise.resolve(Object.fromEntries(world().caps.get(day) ?? [])),
  readCanary: () => Promise.resolve(world().canary),
  spendCanary: (now, limit) => {
    const { canary } = world();
    const left = canaryAllows(canary, limit, now);
    if (left === 0) return Promise.resolve('wait');
    if (left !== 'all') {
      world().canary = { startedAt: canary?.startedAt ?? now, acts: (canary?.acts ?? 0) + 1 };
    }
    return Promise.resolve('go');
  },
  readAsk: (day) => Promise.resolve(world().asks.get(day) ?? null),
  writeAsk: (ask) => {
    if ((world().asks.get(ask.day)?.version ?? 0) !== ask.version)
      return Promise.resolve('changed');
    const next = { ...ask, version: ask.version + 1 };
    world().asks.set(ask.day, next);
    return Promise.resolve(next);
  },
});
