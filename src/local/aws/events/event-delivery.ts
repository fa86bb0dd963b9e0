/** What became of one event at one target of one rule. */
export interface EventDelivery {
  /** Milliseconds since the epoch, by the organization's clock. */
  readonly at: number;
  readonly eventId: string;
  readonly detailType: string;
  /** CloudTrail's `eventName`, for events that carry a record. */
  readonly eventName: string | undefined;
  /** The account that the event comes from. */
  readonly accountId: string;
  readonly ruleArn: string;
  readonly targetArn: string;
  /** A refusal says why: no policy, a second hop, an injected fault, a target that is not there. */
  readonly outcome: 'delivered' | { readonly refused: string };
}
