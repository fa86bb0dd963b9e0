import type { EventMatcher } from './pattern/event-pattern.ts';

export interface EventBusState {
  /** `<account>/<region>/<name>` */
  readonly key: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  /** Resource policies, JSON text: who outside the account may put events. */
  readonly policies: string[];
  readonly rules: EventRuleState[];
}

export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

export interface EventRuleState {
  readonly name: string;
  readonly arn: string;
  readonly state: RuleState;
  readonly matches: EventMatcher;
  readonly targets: readonly EventTargetState[];
}

/** `inputPath`: which part of the event the target gets; all of it when absent. */
export type EventTargetState = {
  readonly arn: string;
  readonly inputPath?: string;
} & (
  | { readonly kind: 'queue'; readonly queueName: string }
  /** `roleArn`: as whom EventBridge puts the event; mandatory across accounts. */
  | { readonly kind: 'bus'; readonly busKey: string; readonly roleArn: string }
  | { readonly kind: 'function'; readonly functionName: string }
);

export const busKey = (accountId: string, region: string, name: string): string =>
  `${accountId}/${region}/${name}`;

/** The key of the bus that an ARN names; `null` when it names something else. */
export const busKeyOfArn = (arn: string): string | null => {
  const [, region, accountId, name] =
    /^arn:aws:events:([^:]+):(\d{12}):event-bus\/(.+)$/.exec(arn) ?? [];
  return region && accountId && name ? busKey(accountId, region, name) : null;
};

export const eventBus = (accountId: string, region: string, name: string): EventBusState => ({
  key: busKey(accountId, region, name),
  accountId,
  region,
  name,
  arn: `arn:aws:events:${region}:${accountId}:event-bus/${name}`,
  policies: [],
  rules: [],
});
