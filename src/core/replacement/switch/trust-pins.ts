import { LastkeyError } from '../../model/errors.ts';
import type { SwitchPlan } from '../switch-plan.ts';
import type { Json } from './aws-side/value.ts';
import { usable } from './fill.ts';

/** A policy of the plan as JSON. */
export const parsePolicy = (text: string, which: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new LastkeyError(
      'policy-not-json',
      `The ${which} of the switch is not JSON. Got: ${text.slice(0, 80)}. Expected: a policy as JSON text. Report this: it is a fault of lastkey.`,
      { retry: 'no', cause },
    );
  }
};

/**
 * The one value that the trust policy asks for in a condition key, so that a snippet says what the
 * proven policy says. Undefined where it asks for none or for several.
 * @param key whole (`sts:ExternalId`), or after the provider's name (`aud`)
 */
export const pinned = (plan: SwitchPlan, key: string): string | undefined => {
  const wanted = key.includes(':') ? key : `${plan.provider?.url ?? ''}:${key}`;
  const values = new Set(
    statements(plan).flatMap((statement) =>
      ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike'].flatMap((operator) =>
        texts(at(at(at(statement, 'Condition'), operator), wanted)),
      ),
    ),
  );
  const [first] = values;
  return values.size === 1 && first !== undefined && !first.includes('*')
    ? usable(first)
    : undefined;
};

/** Names of the AWS services that the trust policy lets in: `ecs-tasks.amazonaws.com`. */
export const trustedServices = (plan: SwitchPlan): readonly string[] =>
  statements(plan).flatMap((statement) => texts(at(at(statement, 'Principal'), 'Service')));

const statements = (plan: SwitchPlan): readonly Json[] => {
  if (plan.role?.trustPolicy === undefined) return [];
  const found = at(parsePolicy(plan.role.trustPolicy, 'trust policy'), 'Statement');
  return Array.isArray(found) ? found : found === undefined ? [] : [found];
};

const at = (value: Json | undefined, key: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as { readonly [key: string]: Json })[key]
    : undefined;

const texts = (value: Json | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
