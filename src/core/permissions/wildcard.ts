/**
 * IAM's `*` and `?` over plain text: the form in which hundreds of statements are compared with
 * dozens of actions. Greedy with one step back, no regular expression to blow up.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  let at = 0;
  let next = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const token = pattern[next];
    if (token === '*') {
      star = next;
      starAt = at;
      next += 1;
    } else if (token !== undefined && (token === text[at] || (token === '?' && text[at] !== '*'))) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      next = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
};

/**
 * Whether everything that `inner` matches is matched by `outer` too. Sure when true; a false may
 * still be covered by several patterns together.
 */
export const coversWildcard = (outer: string, inner: string): boolean =>
  matchesWildcard(outer, inner);

/** Whether some text matches both patterns. */
export const wildcardsOverlap = (left: string, right: string): boolean => {
  // Which beginnings of `right` can meet the part of `left` that was read so far.
  let reached = new Set([0]);
  const past = (from: Set<number>): Set<number> => {
    for (const at of from) if (right[at] === '*') from.add(at + 1);
    return from;
  };
  past(reached);
  for (const token of left) {
    const next = new Set<number>(token === '*' ? reached : []);
    for (const at of reached) {
      const other = right[at];
      if (token === '*') for (let skip = at; skip <= right.length; skip += 1) next.add(skip);
      else if (other === '*') next.add(at);
      else if (other === token || other === '?' || (token === '?' && other !== undefined)) {
        next.add(at + 1);
      }
    }
    reached = past(next);
    if (reached.size === 0) return false;
  }
  return reached.has(right.length);
};
