import { expect, it } from 'vitest';
import { whatBreaks } from '../../../src/core/replacement/switch/what-breaks.ts';
import type { KeyUsage } from '../../../src/core/usage/key-usage.ts';
import { switchCases } from '../../golden/switch/switch-plans.ts';

const seen = switchCases.find(({ name }) => name === 'azure-functions-v1')?.usage;
if (seen === undefined) throw new Error('The case azure-functions-v1 has lost its usage.');
const nothing: KeyUsage = { ...seen, records: 0, actions: [], userAgents: [], addresses: [] };

it('does not take what was never read for what is not used', () => {
  const unread = ['Nothing was read about what uses the key: what would break is unknown.'];
  expect(whatBreaks(undefined)).toEqual(unread);
  expect(whatBreaks({ ...nothing, read: [] })).toEqual(unread);
});

it('says how far it looked when it saw nothing', () => {
  const { lastSeenAt: _, ...idle } = nothing;
  expect(whatBreaks(idle)).toEqual([
    'No use was seen in what was read.',
    'Read: cloudtrail-lookup in eu-west-1 from 2026-08-25 to 2026-11-23.',
  ]);
});

it('says that more may break where the reading has gaps', () => {
  const gap = { source: 'cloudtrail-logs' as const, complete: false, why: 'AccessDenied' };
  expect(whatBreaks({ ...seen, read: [...seen.read, gap] })).toContain(
    'Not everything was read: cloudtrail-logs (AccessDenied). More may break.',
  );
});

it('leaves out what AWS refused every time, and counts it', () => {
  const lines = whatBreaks(seen);
  expect(lines.join('\n')).not.toContain('kms:Decrypt');
  expect(lines).toContain('1 action was refused every time: it does not work now either.');
});

it('names the host of a key that IAM alone saw in use', () => {
  const [action] = seen.actions;
  if (action === undefined) throw new Error('No action.');
  const lastAccessed = { ...action, count: 0, resources: [], origin: 'last-accessed' as const };
  expect(whatBreaks({ ...nothing, actions: [lastAccessed] })[0]).toBe(
    's3:PutObject: used, says IAM, last at 2026-11-22T08:00:00.000Z.',
  );
});

it('stays short and on one line each, whatever clients call themselves', () => {
  const many = Array.from({ length: 500 }, (_, index) => ({
    value: `agent ${index}\n\u2028${'x'.repeat(1000)}`,
    count: 1,
  }));
  const [action] = seen.actions;
  if (action === undefined) throw new Error('No action.');
  const actions = many.map(({ value }) => ({ ...action, action: value, resources: [value] }));
  const lines = whatBreaks({ ...seen, userAgents: many, actions });
  expect(lines.length).toBeLessThan(40);
  for (const line of lines) expect(line).toMatch(/^[^\n\u2028]{1,400}$/);
});
