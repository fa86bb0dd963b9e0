import type { Action } from '../action.ts';
import { getParameter } from './get-parameter.ts';
import { putParameter } from './put-parameter.ts';

/** Systems Manager actions by the name that the wire carries. */
export const ssmActions: Readonly<Record<string, Action>> = {
  GetParameter: getParameter,
  PutParameter: putParameter,
};
