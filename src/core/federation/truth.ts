/** Three-valued logic: what AWS does not document is `unknown`, never a guess. */
export type Truth = true | false | 'unknown';

/** False wins, then unknown. */
export const all = (values: readonly Truth[]): Truth => {
  if (values.includes(false)) return false;
  return values.includes('unknown') ? 'unknown' : true;
};

/** True wins, then unknown. */
export const any = (values: readonly Truth[]): Truth => {
  if (values.includes(true)) return true;
  return values.includes('unknown') ? 'unknown' : false;
};

export const not = (value: Truth): Truth => (value === 'unknown' ? 'unknown' : !value);
