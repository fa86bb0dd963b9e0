import { type Instant, instantOf } from '../src/core/model/instant.ts';
import type { Clock } from '../src/flows/ports.ts';

export const systemClock: Clock = { now: (): Instant => instantOf(Date.now()) };
