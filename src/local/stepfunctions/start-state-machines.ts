import type { ObservedLog } from '../aws/observed-log.ts';
import { observedLog } from '../aws/observed-log.ts';
import type { OrganizationState } from '../aws/organization-state.ts';
import type { DeployedStack } from '../aws/template/deploy-stack.ts';
import type { Invocation } from '../functions/function-pool.ts';
import { type Schedule, scheduleEvent } from '../functions/schedules.ts';
import { type Execution, runStateMachine } from './run-state-machine.ts';
import { deployedStateMachines } from './state-machine.ts';

export interface StateMachines {
  readonly executions: ObservedLog<Execution>;
  /** @param name in AWS, or the end of it */
  execute(name: string): Promise<Execution>;
}

/** The template's state machines, each started with what its schedule sends. */
export const startStateMachines = (
  stack: DeployedStack,
  schedules: readonly Schedule[],
  parts: {
    readonly organization: OrganizationState;
    readonly invoke: (functionArn: string, payload: unknown) => Promise<Invocation>;
  },
): StateMachines => {
  const { accountId, region } = stack;
  const { clock, random } = parts.organization;
  const machines = deployedStateMachines(stack);
  const executions = observedLog<Execution>('an execution');
  const inputFor = (machineName: string): unknown => {
    const schedule = schedules.find(
      ({ starts, targetName }) => starts === 'state-machine' && targetName === machineName,
    );
    const place = { accountId, region, id: random.uuid(), now: clock.now() };
    return schedule === undefined ? {} : scheduleEvent(schedule, place);
  };
  return {
    executions,
    async execute(name) {
      const machine = machines.find(
        (candidate) => candidate.name === name || candidate.name.endsWith(`-${name}`),
      );
      if (!machine) {
        const known = machines.map((one) => one.name).join(', ');
        throw new Error(`There is no state machine ${name}; the template has ${known || 'none'}.`);
      }
      const execution = await runStateMachine(machine, inputFor(machine.name), {
        ...parts,
        accountId,
        newId: random.uuid,
        now: clock.now,
      });
      executions.append(execution);
      return execution;
    },
  };
};
