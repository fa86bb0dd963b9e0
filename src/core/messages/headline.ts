import { isExposed } from '../keys/exposure.ts';
import type { KeyCase } from '../keys/key-case.ts';
import { useFoundByLastLook } from './use-found.ts';
import { userWords } from './who.ts';

/** `Access key disabled: deployer in payments-prod`; not escaped yet. */
export const headline = (keyCase: KeyCase): string =>
  `${state(keyCase)}: ${short(userWords(keyCase.key.userName))} in ${short(keyCase.accountName)}`;

/** Both names stay visible in a header of 150 characters, entities included. */
const short = (name: string): string => (name.length > 50 ? `${name.slice(0, 49)}…` : name);

const state = (keyCase: KeyCase): string => {
  switch (keyCase.stage) {
    case 'disabled':
      return 'Access key disabled';
    case 'deleted':
      return 'Access key deleted';
    case 'gone':
      return 'Access key no longer active';
    case 'excepted':
      if (isExposed(keyCase.reasons)) return 'Access key in public';
      return 'Access key under an exception';
    case 'rotating':
      return 'Access key being rotated';
    case 'restored':
      return 'Access key restored';
    case 'watched':
    case 'told':
    case 'warned':
    case 'due':
      return openState(keyCase);
  }
};

const openState = (keyCase: KeyCase): string => {
  if (isExposed(keyCase.reasons)) return 'Access key in public';
  if (useFoundByLastLook(keyCase) !== undefined) return 'Access key still in use';
  if (keyCase.stage === 'warned' || keyCase.stage === 'due') return 'Access key to replace soon';
  if (keyCase.kept !== undefined) return 'Access key kept for now';
  if (keyCase.holder === 'root') return 'Root access key';
  if (keyCase.reactivations > 0) return 'Access key active again';
  return 'Access key to replace';
};
