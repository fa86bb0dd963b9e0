import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { observedLog } from '../../src/local/aws/observed-log.ts';
import { shiftedClock } from '../../src/local/aws/shifted-clock.ts';
import type { FunctionWorker } from '../../src/local/functions/function-worker.ts';
import { functionWorker } from '../../src/local/functions/function-worker.ts';

const start = Date.parse('2030-01-01T00:00:00Z');

describe('a function in its worker', () => {
  const workers: FunctionWorker[] = [];
  const logged = observedLog<string>('a log line');
  const clock = shiftedClock(start);
  const worker = (name: string, timeoutMs = 10_000): FunctionWorker => {
    const folder = join(import.meta.dirname, 'workers', name);
    const made = functionWorker(
      {
        functionName: `lastkey-${name}`,
        purpose: name,
        arn: `arn:aws:lambda:us-east-1:111111111111:function:lastkey-${name}`,
        bundle: join(folder, 'index.js'),
        exportName: 'handler',
        folder,
        timeoutMs,
        memoryMb: 512,
        roleName: `lastkey-${name}`,
        environment: {},
        deadLetterQueue: undefined,
      },
      {
        environment: { OWN: 'mine' },
        clockOffset: clock.offset,
        onLog: logged.append,
      },
    );
    workers.push(made);
    return made;
  };
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((made) => made.close()));
  });

  it('has its own environment, the organization’s clock and the runtime’s context', async () => {
    const answer = await worker('echo').invoke({ a: 1 }, 'request-1');
    expect(answer).toEqual({
      status: 'succeeded',
      result: {
        event: { a: 1 },
        invocations: 1,
        requestId: 'request-1',
        hasTime: true,
        now: expect.any(Number),
        date: expect.stringMatching(/^2030-01-01T00:/),
        text: '2030',
        given: '1970-01-01T00:00:00.000Z',
        isDate: true,
        own: 'mine',
      },
    });
    expect(await logged.waitFor((line) => line.startsWith('echo'))).toBe('echo 1');
    const { now } = answer.status === 'succeeded' ? (answer.result as { now: number }) : { now: 0 };
    expect(now).toBeGreaterThanOrEqual(start);
    expect(now).toBeLessThan(start + 3_600_000);
  });

  it('sees the clock move while it is warm', async () => {
    const echo = worker('echo');
    await echo.invoke({}, 'request-1');
    clock.advance(24 * 3_600_000);
    const second = await echo.invoke({}, 'request-2');
    expect(second).toMatchObject({ status: 'succeeded', result: { invocations: 2 } });
    const { now } = second.status === 'succeeded' ? (second.result as { now: number }) : { now: 0 };
    expect(now).toBeGreaterThanOrEqual(start + 24 * 3_600_000);
  });

  it.each([
    ['slow', 'Sandbox.Timedout', 'Task timed out after 0.20 seconds'],
    ['exits', 'Runtime.ExitError', 'exit status 3'],
    ['throws-late', 'Runtime.UnhandledError', 'nobody caught me'],
    ['no-export', 'Error', 'does not export handler'],
    ['not-there', 'Error', 'Cannot find module'],
  ])('fails as Lambda does: %s', async (name, errorType, errorMessage) => {
    const timeoutMs = name === 'slow' ? 200 : 10_000;
    expect(await worker(name, timeoutMs).invoke({}, 'request-1')).toMatchObject({
      status: 'failed',
      errorType,
      errorMessage: expect.stringContaining(errorMessage),
    });
  });

  it('starts anew after a crash', async () => {
    const exits = worker('exits');
    await exits.invoke({}, 'request-1');
    expect(await exits.invoke({}, 'request-2')).toMatchObject({ errorType: 'Runtime.ExitError' });
  });
});
