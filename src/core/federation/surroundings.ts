import { evaluateCondition } from './evaluate-condition.ts';
import { parseGlob } from './glob.ts';
import type { Condition, Statement, TrustPolicy } from './trust-policy.ts';

/**
 * What a request carries beside its token, for somebody inside the network that a policy names and
 * for somebody outside. Only keys that the policy mentions are filled in; every other key of `aws:`
 * and `sts:` is absent from `AssumeRoleWithWebIdentity`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_sts.html
 */
export interface Surroundings {
  readonly insider: Readonly<Record<string, string>>;
  readonly outsider: Readonly<Record<string, string>>;
}

/** TEST-NET-3: an address that no policy means. */
const outsideAddress = '203.0.113.66';

/** The caller writes these himself. */
const callersOwn = new Set(['aws:useragent', 'aws:referer', 'aws:requestedregion']);
/** Where the request comes from, beside its address; a stranger is not there. */
const places = new Set([
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:vpceaccount',
  'aws:vpceorgid',
]);
/** Time passes for everybody, so a window in a policy opens for everybody. */
const times = new Set(['aws:currenttime', 'aws:epochtime']);

const sampleOf = (value: string): string =>
  parseGlob(value)
    .map((token) => (token.kind === 'char' ? token.char : 'x'))
    .join('');

interface Mention extends Condition {
  readonly effect: Statement['effect'];
}

/** A value that lets a request through: what an Allow names, or what a Deny spares. */
const firstWanted = (mentions: readonly Mention[]): string | undefined => {
  const isWanted = ({ effect, operator }: Mention) =>
    operator.compare !== 'Null' && operator.negated === (effect === 'Deny');
  return mentions.find(isWanted)?.values[0];
};

/** The first address of a range. */
const addressIn = (range: string): string => range.replace(/\/.*$/, '');

/** A moment that satisfies the most conditions, tried just before, at and just after each of them. */
const momentFor = (key: string, conditions: readonly Condition[], version: string): string => {
  const moments = conditions
    .flatMap(({ values }) => values)
    .flatMap((value) => {
      const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
      return Number.isFinite(ms) ? [ms - 1000, ms, ms + 1000] : [];
    })
    .map((ms) =>
      key === 'aws:epochtime'
        ? String(Math.floor(ms / 1000))
        : new Date(ms).toISOString().replace('.000Z', 'Z'),
    );
  const score = (moment: string): number => {
    const value = { status: 'present', values: [moment], multivalued: false } as const;
    const context = new Map([[key, value]]);
    return conditions.filter((condition) => evaluateCondition(condition, version, context) === true)
      .length;
  };
  return [...moments].sort((a, b) => score(b) - score(a))[0] ?? '';
};

export const surroundingsOf = (policy: TrustPolicy): Surroundings => {
  const byKey = new Map<string, { key: string; conditions: Mention[] }>();
  for (const { effect, conditions } of policy.statements) {
    for (const condition of conditions) {
      const lower = condition.key.toLowerCase();
      const entry = byKey.get(lower) ?? { key: condition.key, conditions: [] };
      // What an Allow asks for comes first.
      if (effect === 'Allow') entry.conditions.unshift({ ...condition, effect });
      else entry.conditions.push({ ...condition, effect });
      byKey.set(lower, entry);
    }
  }
  const insider: Record<string, string> = {};
  const outsider: Record<string, string> = {};
  for (const [lower, { key, conditions }] of byKey) {
    const wanted = firstWanted(conditions);
    if (lower === 'aws:securetransport') {
      insider[key] = 'true';
      outsider[key] = 'true';
    } else if (times.has(lower)) {
      const moment = momentFor(lower, conditions, policy.version);
      if (moment !== '') insider[key] = outsider[key] = moment;
    } else if (callersOwn.has(lower)) {
      insider[key] = outsider[key] = wanted === undefined ? 'x' : sampleOf(wanted);
    } else if (lower === 'aws:sourceip') {
      insider[key] = wanted === undefined ? outsideAddress : addressIn(wanted);
      outsider[key] = outsideAddress;
    } else if (places.has(lower) && wanted !== undefined) {
      insider[key] = sampleOf(lower === 'aws:vpcsourceip' ? addressIn(wanted) : wanted);
    }
  }
  return { insider, outsider };
};

/** Whether the policy mentions a context key at all. */
export const mentions = (policy: TrustPolicy, key: string): boolean =>
  policy.statements.some(({ conditions }) =>
    conditions.some((condition) => condition.key.toLowerCase() === key.toLowerCase()),
  );
