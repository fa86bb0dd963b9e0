import type { Action } from '../action.ts';
import { putEvents } from './put-events.ts';
import { testEventPattern } from './test-event-pattern.ts';

/** EventBridge actions by the name that the wire carries. Rules and buses come from templates. */
export const eventsActions: Readonly<Record<string, Action>> = {
  PutEvents: putEvents,
  TestEventPattern: testEventPattern,
};
