import { policyDocumentsOf } from '../aws/iam/policy-documents.ts';
import { isRecord } from '../aws/input.ts';
import type { OrganizationState } from '../aws/organization-state.ts';
import { decideByPolicies } from '../aws/policy/decide-by-policies.ts';
import { unsupported } from '../aws/unsupported.ts';
import type { Invocation } from '../functions/function-pool.ts';
import { forLocalEngine, startTimeName } from './for-local-engine.ts';
import { allStates, type DeployedStateMachine } from './state-machine.ts';

/** One execution, as the runner keeps it. */
export interface Execution {
  readonly stateMachineName: string;
  /** RFC 3339, by the organization's clock. */
  readonly startedAt: string;
  readonly outcome:
    | { readonly status: 'succeeded'; readonly output: unknown }
    | { readonly status: 'failed'; readonly error: string; readonly cause: string };
}

export interface ExecutionParts {
  readonly accountId: string;
  readonly organization: OrganizationState;
  readonly newId: () => string;
  readonly now: () => number;
  /** Invokes a function by its ARN and waits. */
  readonly invoke: (functionArn: string, payload: unknown) => Promise<Invocation>;
}

const invokeIntegration = /^arn:[\w-]+:states:::lambda:invoke$/;

/**
 * Runs a state machine of the template on an engine of the Amazon States Language, with the template's
 * functions for its tasks. The engine runs distributed maps inline; retries do not wait.
 */
export const runStateMachine = async (
  machine: DeployedStateMachine,
  input: unknown,
  parts: ExecutionParts,
): Promise<Execution> => {
  const startedAt = new Date(parts.now()).toISOString();
  const tasks = allStates(machine.definition).filter(([, state]) => state.Type === 'Task');
  for (const [name, state] of tasks) {
    if (!invokeIntegration.test(String(state['Resource']))) {
      throw unsupported(`the integration ${String(state['Resource'])} (${machine.name}, ${name})`);
    }
  }
  const { StateMachine } = await engine();
  const definition = forLocalEngine(machine.definition);
  const running = new StateMachine(definition as never).run(input as never, {
    context: { Execution: { Id: `${machine.arn}:${parts.newId()}`, [startTimeName]: startedAt } },
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        tasks.map(([name]) => [
          name,
          (given: unknown) => invokeFor(machine, given, parts) as never,
        ]),
      ),
      retryIntervalOverrides: Object.fromEntries(tasks.map(([name]) => [name, 0])),
    },
  });
  const { name: stateMachineName } = machine;
  try {
    const output: unknown = await running.result;
    return { stateMachineName, startedAt, outcome: { status: 'succeeded', output } };
  } catch (error) {
    const { name, message } = causeOf(error);
    return {
      stateMachineName,
      startedAt,
      outcome: { status: 'failed', error: name, cause: message },
    };
  }
};

/**
 * The engine asks for a later Node than the command does, for this one function.
 * https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Promise/withResolvers
 */
const engine = async () => {
  const promises = Promise as unknown as { withResolvers?: () => unknown };
  promises.withResolvers ??= () => {
    let settle = {};
    const promise = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    return { promise, ...settle };
  };
  return import('aws-local-stepfunctions');
};

/** What the engine hands over for an integration is all of its parameters. */
const invokeFor = async (
  machine: DeployedStateMachine,
  given: unknown,
  parts: ExecutionParts,
): Promise<unknown> => {
  const { FunctionName, Payload } = isRecord(given) ? given : {};
  const functionArn = String(FunctionName);
  requireRole(machine, functionArn, parts);
  const { answer } = await parts.invoke(functionArn, Payload);
  if (answer.status === 'succeeded') return { StatusCode: 200, Payload: answer.result };
  const error = new Error(answer.errorMessage);
  error.name = answer.errorType;
  throw error;
};

/** @throws Error when the state machine's role may not invoke the function: it calls as that role */
const requireRole = (
  { name, roleArn }: DeployedStateMachine,
  functionArn: string,
  { organization, accountId }: ExecutionParts,
): void => {
  const account = organization.accounts.get(accountId)?.iam;
  const role = account?.roles.get(roleArn.split('/').at(-1) ?? '');
  const policies = account && role ? policyDocumentsOf(account, role) : [];
  const decision = decideByPolicies(policies, {
    action: 'lambda:InvokeFunction',
    resource: functionArn,
    principalAccountId: accountId,
    principalArns: [roleArn],
    context: {},
  });
  if (decision === 'Allowed') return;
  throw new Error(
    `The state machine ${name} may not invoke ${functionArn}: its role ${roleArn} does not allow lambda:InvokeFunction on it.`,
  );
};

const causeOf = (error: unknown): Error => {
  const { cause } = error as { readonly cause?: unknown };
  if (cause instanceof Error) return cause;
  return error instanceof Error ? error : new Error(String(error));
};
