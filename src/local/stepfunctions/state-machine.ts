import { isRecord, optionalText } from '../aws/input.ts';
import type { DeployedStack } from '../aws/template/deploy-stack.ts';

/** A state machine of the template. */
export interface DeployedStateMachine {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly definition: Definition;
}

/** As much of the Amazon States Language as is looked at here. */
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
export type State = Readonly<Record<string, unknown>> & { readonly Type: string };

export const deployedStateMachines = (stack: DeployedStack): readonly DeployedStateMachine[] =>
  stack.resources
    .filter(({ type }) => type === 'AWS::StepFunctions::StateMachine')
    .map(({ arn, properties }) => ({
      name: arn.split(':').at(-1) ?? '',
      arn,
      roleArn: optionalText(properties, 'RoleArn') ?? '',
      definition: JSON.parse(optionalText(properties, 'DefinitionString') ?? '{}') as Definition,
    }));

/** Every state with its name, those inside maps too. */
export const allStates = (definition: Definition): readonly (readonly [string, State])[] =>
  Object.entries(definition.States).flatMap(([name, state]) => {
    const inner = state['ItemProcessor'];
    return [
      [name, state] as const,
      ...(isRecord(inner) ? allStates(inner as unknown as Definition) : []),
    ];
  });
