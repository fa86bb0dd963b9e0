import type { Action } from '../action.ts';
import { lookupEvents } from './lookup-events.ts';

/** CloudTrail actions by the name that the wire carries. */
export const cloudTrailActions: Readonly<Record<string, Action>> = {
  LookupEvents: lookupEvents,
};
