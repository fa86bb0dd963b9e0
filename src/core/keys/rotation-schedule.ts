import type { RotationSettings } from '../model/configuration.ts';
import { addDays, type Instant } from '../model/instant.ts';
import type { KeyCase } from './key-case.ts';

/** From when a key is old enough for a successor, and not put off; `undefined`: never. */
export const rotationAt = (
  { key, rotation }: Pick<KeyCase, 'key' | 'rotation'>,
  { everyDays }: RotationSettings,
): Instant | undefined => {
  if (everyDays === null) return undefined;
  const at = addDays(key.createdAt, everyDays);
  return rotation?.step === 'off' && rotation.notBefore > at ? rotation.notBefore : at;
};

/**
 * Has the rotation of a key under an exception come up in time. A key whose exception ends before a
 * rotation could is left to its end.
 * @returns the same case when nothing changes
 */
export const withRotationStep = (
  keyCase: KeyCase,
  rotation: RotationSettings,
  now: Instant,
): KeyCase => {
  const { stage, dueAt, nextStepAt, holder } = keyCase;
  if (stage !== 'excepted' || dueAt === undefined || holder === 'root') return keyCase;
  const at = rotationAt(keyCase, rotation);
  if (at === undefined || addDays(at, rotation.idleDays) >= dueAt) return keyCase;
  const next = at > now ? at : now;
  if (addDays(next, rotation.idleDays) >= dueAt) return keyCase;
  return nextStepAt !== undefined && nextStepAt <= next
    ? keyCase
    : { ...keyCase, nextStepAt: next };
};

/** A first failure costs a day, the next two, and then a week each. */
export const daysAfterFailures = (failures: number): number => [1, 2][failures - 1] ?? 7;

/** How long a rotation is left alone that cannot be, or need not be, done now. */
export const putOffDays = 7;
