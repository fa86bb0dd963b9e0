/** Why lastkey has something to say about a key. */
export const reasonIds = [
  'undeclared', // a long-lived key nobody asked for, covered by no exception
  'root-key',
  're-activated',
  'second-active-key',
  'created-by-automation',
  'unused',
  'never-used',
  'too-old',
  'owner-gone',
  'replacement-in-use',
  'inactive-leftover',
  'exposed',
] as const;
export type ReasonId = (typeof reasonIds)[number];

export interface Reason {
  readonly id: ReasonId;
  /** One sentence for the key's owner. */
  readonly text: string;
}
