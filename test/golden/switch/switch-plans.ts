import { readdirSync, readFileSync } from 'node:fs';
import type { SwitchPlan } from '../../../src/core/replacement/switch-plan.ts';
import type { KeyUsage } from '../../../src/core/usage/key-usage.ts';

export interface SwitchCase {
  readonly name: string;
  readonly plan: SwitchPlan;
  readonly usage?: KeyUsage;
}

const folder = new URL('plans/', import.meta.url);

/** Every plan of `plans/`, by name. */
export const switchCases: readonly SwitchCase[] = readdirSync(folder)
  .map((file) => file.replace(/\.json$/, ''))
  .sort()
  .map((name) => ({
    name,
    ...(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Omit<
      SwitchCase,
      'name'
    >),
  }));
