import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { observedLog } from '../../src/local/aws/observed-log.ts';
import { shiftedClock } from '../../src/local/aws/shifted-clock.ts';
import type { Invocation } from '../../src/local/functions/function-pool.ts';
import { functionPool } from '../../src/local/functions/function-pool.ts';

describe('a pool of execution environments', () => {
  const clock = shiftedClock();
  const folder = join(import.meta.dirname, 'workers', 'echo');
  const invocations = observedLog<Invocation>('an invocation');
  let ids = 0;
  const pool = functionPool(
    {
      functionName: 'lastkey-echo',
      purpose: 'echo',
      arn: 'arn:aws:lambda:us-east-1:111111111111:function:lastkey-echo',
      bundle: join(folder, 'index.js'),
      exportName: 'handler',
      folder,
      timeoutMs: 10_000,
      memoryMb: 512,
      roleName: 'lastkey-echo',
      environment: {},
      deadLetterQueue: undefined,
    },
    { environment: {}, clockOffset: clock.offset, onLog: () => {} },
    {
      now: clock.now,
      newId: () => {
        ids += 1;
        return `request-${ids}`;
      },
      invocations,
    },
  );
  afterAll(() => pool.close());

  const countOf = ({ answer }: Invocation): unknown =>
    answer.status === 'succeeded' ? (answer.result as { invocations: number }).invocations : answer;

  it('runs two invocations at once in two environments, and then a free one', async () => {
    const [one, other] = await Promise.all([pool.invoke({}), pool.invoke({})]);
    expect([countOf(one), countOf(other)]).toEqual([1, 1]);
    expect(countOf(await pool.invoke({}))).toBe(2);
    expect(
      invocations
        .all()
        .map(({ requestId }) => requestId)
        .sort(),
    ).toEqual(['request-1', 'request-2', 'request-3']);
  });
});
