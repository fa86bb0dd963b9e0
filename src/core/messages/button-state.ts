import type { KeyCase } from '../keys/key-case.ts';
import { epochMs, type Instant } from '../model/instant.ts';
import { useFoundByLastLook } from './use-found.ts';

/**
 * Changes whenever a button drawn earlier must no longer work: it travels in the button and is
 * compared on the click. Stage, mode (a click on "would" must never act), what was disabled or kept
 * when, re-activations, and the use that *Disable anyway* was offered for.
 */
export const buttonState = (keyCase: KeyCase): string =>
  [
    keyCase.stage,
    keyCase.mode,
    moment(keyCase.disabled?.at),
    moment(keyCase.kept?.at),
    String(keyCase.reactivations),
    moment(useFoundByLastLook(keyCase)?.at),
  ].join('.');

const moment = (at: Instant | undefined): string =>
  at === undefined ? '-' : epochMs(at).toString(36);
