import { describe, expect, it } from 'vitest';
import { sweepDefinition } from '../../infra/sweep-definition.ts';
import { policyDocumentsOf } from '../../src/local/aws/iam/policy-documents.ts';
import { startAws } from '../../src/local/aws/start-aws.ts';
import type { FunctionAnswer } from '../../src/local/functions/function-worker.ts';
import { runStateMachine } from '../../src/local/stepfunctions/run-state-machine.ts';
import type { Definition } from '../../src/local/stepfunctions/state-machine.ts';

const hub = '111111111111';
const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:${hub}:function:${name}`;
const definition = sweepDefinition(
  { listAccounts: arnOf('list'), inspectAccounts: arnOf('inspect'), closeSweep: arnOf('close') },
  'aws',
) as Definition;

/** Runs the definition that is deployed, with functions that a test makes up. */
const run = async (
  functions: Readonly<Record<string, (payload: never) => FunctionAnswer>>,
  mayInvoke = '*',
) => {
  const aws = await startAws({
    accounts: [
      {
        accountId: hub,
        name: 'Hub',
        roles: [{ roleName: 'sweep', trustPolicy: { Version: '2012-10-17', Statement: [] } }],
      },
    ],
    startAt: Date.parse('2026-12-01T04:17:00Z'),
  });
  try {
    const account = aws.organization.accounts.get(hub)?.iam;
    const role = account?.roles.get('sweep');
    if (!account || !role) throw new Error('The role was not made.');
    role.inlinePolicies.set(
      'invoke',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: mayInvoke }],
      }),
    );
    expect(policyDocumentsOf(account, role)).toHaveLength(1);
    const calls: (readonly [string, unknown])[] = [];
    const execution = await runStateMachine(
      { name: 'sweep', arn: 'arn', roleArn: `arn:aws:iam::${hub}:role/sweep`, definition },
      {},
      {
        accountId: hub,
        organization: aws.organization,
        newId: () => 'id',
        now: aws.organization.clock.now,
        invoke: (functionArn, payload) => {
          const name = functionArn.split(':').at(-1) ?? '';
          calls.push([name, payload]);
          const answer = functions[name]?.(payload as never) ?? ok({});
          return Promise.resolve({ answer } as never);
        },
      },
    );
    return { execution, calls };
  } finally {
    await aws.close();
  }
};

const ok = (result: unknown): FunctionAnswer => ({ status: 'succeeded', result });
const failed: FunctionAnswer = {
  status: 'failed',
  errorType: 'LastkeyError',
  errorMessage: 'cannot',
  trace: '',
};

describe('the deployed state machine, run locally', () => {
  it('lists, inspects each batch with the start of the run, and closes', async () => {
    const { execution, calls } = await run({
      list: () => ok({ batches: [['1', '2'], ['3']] }),
      inspect: () => ok({ read: 1, failed: 0 }),
      close: () => ok({ read: 3 }),
    });
    const startedAt = expect.stringMatching(/^2026-12-01T04:17:/);
    expect(calls).toEqual([
      ['list', { startedAt }],
      ['inspect', { startedAt, batch: 0, accountIds: ['1', '2'] }],
      ['inspect', { startedAt, batch: 1, accountIds: ['3'] }],
      ['close', { startedAt }],
    ]);
    expect(execution.outcome).toEqual({ status: 'succeeded', output: { counts: { read: 3 } } });
  });

  it('closes when a batch has failed after its retries', async () => {
    const { execution, calls } = await run({
      list: () => ok({ batches: [['1'], ['2']] }),
      inspect: ({ batch }: { batch: number }) =>
        batch === 0 ? failed : ok({ read: 1, failed: 0 }),
      close: () => ok({}),
    });
    expect(calls.filter(([name]) => name === 'inspect')).toHaveLength(4);
    expect(calls.at(-1)?.[0]).toBe('close');
    expect(execution.outcome.status).toBe('succeeded');
  });

  it('fails when the accounts cannot be listed: nothing is closed as if it had been read', async () => {
    const { execution, calls } = await run({ list: () => failed });
    expect(calls.map(([name]) => name)).toEqual(['list', 'list', 'list']);
    expect(execution.outcome).toEqual({
      status: 'failed',
      error: 'LastkeyError',
      cause: 'cannot',
    });
  });

  it('can invoke what its role lets it, and nothing else', async () => {
    const { execution, calls } = await run({}, arnOf('other'));
    expect(calls).toEqual([]);
    expect(execution.outcome).toMatchObject({
      status: 'failed',
      cause: expect.stringContaining('does not allow lambda:InvokeFunction'),
    });
  });
});
