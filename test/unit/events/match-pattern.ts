/**
 * As much of EventBridge's matching as our patterns use, written from its documentation.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const matches = (pattern: object, event: unknown): boolean =>
  Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return (wanted as object[]).some((each) => matches(each, event));
    const value = isObject(event) ? event[key] : undefined;
    return Array.isArray(wanted)
      ? wanted.some((each) => matchesLeaf(each, value))
      : matches(wanted as object, value);
  });

const matchesLeaf = (wanted: unknown, value: unknown): boolean => {
  if (!isObject(wanted)) return wanted === value;
  if ('exists' in wanted) return wanted['exists'] === (value !== undefined);
  if (typeof wanted['wildcard'] === 'string') {
    return value !== undefined && likeWildcard(wanted['wildcard'], String(value));
  }
  const excluded = wanted['anything-but'];
  if (!isObject(excluded) || !Array.isArray(excluded['wildcard'])) {
    throw new Error(`No such operator here: ${JSON.stringify(wanted)}`);
  }
  return (
    value !== undefined && !excluded['wildcard'].some((glob) => likeWildcard(glob, String(value)))
  );
};

const likeWildcard = (glob: string, text: string): boolean =>
  new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
