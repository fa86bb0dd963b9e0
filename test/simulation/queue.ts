import { LastkeyError } from '../../src/core/model/errors.ts';
import type { Invocation } from './invocation.ts';
import type { Random } from './random.ts';
import { minuteMs, type VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

/** Deliveries before a message is a dead letter. */
const mostDeliveries = 5;
const visibilityMs = 4 * minuteMs;

/** A queue with one function behind it, as SQS and Lambda would have it. */
export interface Queue {
  send(body: unknown, delayMs?: number): void;
  /** Puts every dead letter back, as an operator does. */
  redrive(): void;
  /** Messages sent and not taken yet. */
  pending(): number;
  deadLetters(): readonly { readonly body: unknown; readonly why: string }[];
}

export const queueOf = (
  name: string,
  world: {
    readonly time: VirtualTime;
    readonly random: Random;
    readonly weather: () => Weather;
    readonly invoke: (name: string, body: unknown) => Invocation;
    readonly onEnd: (invocation: Invocation, error: unknown) => void;
  },
  take: (body: unknown, messageId: string, invocation: Invocation) => Promise<unknown>,
): Queue => {
  const { time, random, weather } = world;
  let dead: { readonly body: unknown; readonly why: string }[] = [];
  let waiting = 0;
  let messages = 0;
  const deliver = (body: unknown, messageId: string, count: number, delayMs: number): void => {
    waiting += 1;
    time.start(time.nowMs() + delayMs, async () => {
      const invocation = world.invoke(`${name} ${messageId}`, body);
      try {
        await take(body, messageId, invocation);
        world.onEnd(invocation, undefined);
      } catch (error) {
        world.onEnd(invocation, error);
        if (count >= mostDeliveries) {
          dead.push({ body, why: error instanceof Error ? error.message : String(error) });
        } else {
          const asked = error instanceof LastkeyError ? error.retryAfterSeconds : undefined;
          const wait = asked === undefined ? visibilityMs : asked * 1000;
          deliver(body, messageId, count + 1, wait + random.whole(0, minuteMs));
        }
      } finally {
        invocation.end();
        waiting -= 1;
      }
    });
  };
  const send = (sent: unknown, delayMs = 0): void => {
    const body: unknown = JSON.parse(JSON.stringify(sent));
    messages += 1;
    const messageId = `${name}-${messages}`;
    deliver(body, messageId, 1, delayMs + random.whole(10, 5_000));
    if (random.chance(weather().duplicated)) {
      deliver(body, messageId, 1, delayMs + random.whole(10, 10 * minuteMs));
    }
  };
  return {
    send,
    redrive: () => {
      const letters = dead;
      dead = [];
      for (const { body } of letters) send(body);
    },
    pending: () => waiting,
    deadLetters: () => dead,
  };
};
