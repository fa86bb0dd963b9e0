import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/local/aws/actions.ts';

/** Rows of the table of supported calls, by the service's name in the first cell. */
const documented = new Map(
  readFileSync(join(import.meta.dirname, '../../../src/local/aws/README.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 4)
    .map(([, service = '', calls = '']) => [
      service,
      [...calls.matchAll(/`([A-Z]\w+)`/g)].map(([, call]) => call ?? ''),
    ]),
);

describe('the page of the loopback AWS', () => {
  it.each([
    ['iam', 'IAM, one state an account'],
    ['sts', 'STS'],
    ['organizations', 'Organizations'],
    ['cloudtrail', 'CloudTrail'],
    ['events', 'EventBridge'],
    ['ssm', 'Systems Manager'],
    ['secretsmanager', 'Secrets Manager'],
  ])('names every call of %s that is supported, and no other', (service, row) => {
    const calls = documented.get(row)?.filter((call) => call !== 'State' && call !== 'Status');
    expect(calls?.sort()).toEqual(Object.keys(actions[service] ?? {}).sort());
  });

  it('covers every service', () => {
    expect(Object.keys(actions)).toHaveLength(7);
  });
});
