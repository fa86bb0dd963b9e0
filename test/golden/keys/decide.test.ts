import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/keys/decide.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { daysBetween } from '../../../src/core/model/instant.ts';
import {
  configurationFrom,
  type DescribedConfiguration,
  type DescribedHistory,
  type DescribedKey,
  factsFrom,
  historyFrom,
  noon,
} from './described-key.ts';

/**
 * What is known of a key, what was done before, and what is decided at noon on Monday, 23 November
 * 2026. Left out of `expect`: no reasons, nothing due, everything known, no override, observing.
 */
interface Golden {
  readonly name: string;
  readonly now?: Instant;
  readonly key?: DescribedKey;
  readonly history?: DescribedHistory;
  readonly configuration?: DescribedConfiguration;
  readonly expect: {
    readonly stage: string;
    readonly reasons?: readonly string[];
    readonly dueInDays?: number;
    readonly next?: string;
    readonly mode?: string;
    readonly rule?: string;
    /** What the unknown facts block. */
    readonly blocks?: readonly string[];
    /** Words that a reason or `why` must have. */
    readonly says?: readonly string[];
    readonly againInDays?: number;
    readonly risk?: number;
  };
}

const here = new URL('./', import.meta.url);
const files = readdirSync(here).filter((name) => /^decide.*\.json$/.test(name));

describe.each(files)('decisions about a key: %s', (file) => {
  const cases = JSON.parse(readFileSync(new URL(file, here), 'utf8')) as readonly Golden[];
  it.each(cases)('$name', ({ now = noon, key = {}, history, configuration, expect: wanted }) => {
    const decision = decide(
      factsFrom(key, now),
      configurationFrom(configuration),
      historyFrom(history, now),
      now,
    );
    const days = (at: Instant | undefined) =>
      at === undefined ? undefined : Math.round(daysBetween(now, at) * 1000) / 1000;
    const { says = [], againInDays, risk, ...rest } = wanted;
    expect({
      stage: decision.stage,
      reasons: decision.reasons.map(({ id }) => id),
      dueInDays: days(decision.dueAt),
      next: decision.next,
      mode: decision.mode,
      rule: decision.rule,
      blocks: decision.unknowns.map(({ blocks }) => blocks),
    }).toEqual({ reasons: [], mode: 'observe', blocks: [], ...rest });
    const text = [decision.why, ...decision.reasons.map((reason) => reason.text)].join(' ');
    for (const words of says) expect(text).toContain(words);
    if (againInDays !== undefined) expect(days(decision.nextStepAt)).toBe(againInDays);
    if (risk !== undefined) expect(decision.risk.score).toBe(risk);
  });
});
