import { isRecord } from '../aws/input.ts';
import type { Definition, State } from './state-machine.ts';

/** The engine takes the time of day for an execution's start; ours is under a name of its own. */
export const startTimeName = 'OrganizationStartTime';

/**
 * The same definition for an engine that differs from Step Functions in two ways. It runs a
 * distributed map as an inline one, in which one failed item ends all: in a map that tolerates every
 * failure, an item that has failed ends well instead. And it has a clock of its own.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#map-state-distributed-additional-fields
 */
export const forLocalEngine = (definition: Definition): Definition => {
  const { States, ...rest } = JSON.parse(
    JSON.stringify(definition).replaceAll(
      '"$$.Execution.StartTime"',
      `"$$$$.Execution.${startTimeName}"`,
    ),
  ) as Definition;
  return {
    ...rest,
    States: Object.fromEntries(
      Object.entries(States).map(([name, state]) => [name, tolerant(state)]),
    ),
  };
};

const tolerant = (state: State): State => {
  const processor = state['ItemProcessor'];
  if (state['ToleratedFailurePercentage'] !== 100 || !isRecord(processor)) return state;
  const { StartAt, States, ...rest } = processor as unknown as Definition;
  const caught = Object.entries(States).map(
    ([name, each]) =>
      [
        name,
        { ...each, Catch: [{ ErrorEquals: ['States.ALL'], Next: tolerated, ResultPath: null }] },
      ] as const,
  );
  return {
    ...state,
    ItemProcessor: {
      ...rest,
      StartAt,
      States: { ...Object.fromEntries(caught), [tolerated]: { Type: 'Succeed' } },
    },
  };
};

const tolerated = 'ToleratedFailure';
