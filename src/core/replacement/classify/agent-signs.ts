import type { KeyUsage } from '../../usage/key-usage.ts';
import { hostSigns } from './host-signs.ts';
import { percent } from './percent.ts';
import type { FoundSign, Sign, SignGroup } from './signal.ts';
import { toolSigns } from './tool-signs.ts';

/** What the agents of a key's calls say. */
export const agentSigns = (usage: KeyUsage): readonly FoundSign[] => {
  const agents = usage.userAgents.filter(({ value }) => !isService(value));
  const total = agents.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  const shareOf = new Map<Sign, number>();
  for (const { value, count } of agents) {
    for (const sign of [...toolSigns.filter(({ pattern }) => pattern.test(value)), hostOf(value)]) {
      if (sign !== undefined) shareOf.set(sign, (shareOf.get(sign) ?? 0) + count);
    }
  }
  const found = (signs: readonly Sign[], group: SignGroup, power: number) =>
    signs.flatMap((sign) => {
      const share = (shareOf.get(sign) ?? 0) / total;
      if (share === 0) return [];
      return [
        {
          group,
          weights: sign.weights,
          strength: share ** power,
          text: `${sign.says}${share > 0.95 ? '' : ` (${percent(share)} of the calls)`}`,
        },
      ];
    });
  // A product that names itself once is there; a host counts for what is called from it.
  return [...found(toolSigns, 'tool', 0.2), ...found(hostSigns, 'host', 0.5)];
};

/** An AWS service that called on the key's behalf says nothing about the one who holds the key. */
const isService = (agent: string): boolean =>
  /^(AWS Internal|[\w.-]+\.amazonaws\.com)$/.test(agent) && !agent.startsWith('signin.');

/** One host an agent: the narrowest sign. */
const hostOf = (agent: string): Sign | undefined =>
  hostSigns.find(({ pattern }) => pattern.test(agent));
