/** JSON as it is parsed. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

const refersTo = Symbol('refers to');

/** What another resource of the same snippet turns out to be; each format writes it its own way. */
export interface Reference {
  readonly [refersTo]: Target;
}
export type Target = 'role arn' | 'role name' | 'trust anchor arn' | 'profile arn';

/** What a property of a resource is set to. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Reference
  | readonly Value[]
  | { readonly [key: string]: Value };

export const referenceTo = (target: Target): Reference => ({ [refersTo]: target });

export const targetOf = (value: Value): Target | undefined =>
  typeof value === 'object' && value !== null && refersTo in value
    ? (value as Reference)[refersTo]
    : undefined;

/** The value as a writer meets it: a reference, a list, an object or a scalar. */
export const shapeOf = (
  value: Value,
):
  | { readonly kind: 'reference'; readonly to: Target }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Value])[] }
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null } => {
  const to = targetOf(value);
  if (to !== undefined) return { kind: 'reference', to };
  if (Array.isArray(value)) return { kind: 'list', items: value };
  if (typeof value === 'object' && value !== null) {
    return { kind: 'object', entries: Object.entries(value as { readonly [key: string]: Value }) };
  }
  return { kind: 'scalar', value: value as string | number | boolean | null };
};

/** Whether it takes part of a line: no list and no object. */
export const isShort = (value: Value): boolean => {
  const { kind } = shapeOf(value);
  return kind === 'scalar' || kind === 'reference';
};
