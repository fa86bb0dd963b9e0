import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Notice } from '../../../src/core/keys/key-case.ts';
import { isTold, withNotice } from '../../../src/core/keys/notices.ts';
import { addDays } from '../../../src/core/model/instant.ts';
import { at, sampleCase } from '../messages/sample-case.ts';

const started = at('2026-11-03T10:00:00.000Z');

const warning = (number: number, isDelivered: boolean): Notice => ({
  id: `warning:${number}`,
  kind: 'warning',
  at: addDays(started, number),
  details: { days: '1' },
  delivery: isDelivered
    ? { status: 'delivered', at: addDays(started, number), channel: 'C1', ts: `${number}.1` }
    : { status: 'pending' },
});

/** A case whose warnings came one after the other, far more than a case keeps. */
const caseWith = (deliveries: readonly boolean[]) =>
  deliveries.reduce(
    (keyCase, isDelivered, number) => {
      const { id, kind, at: moment, details } = warning(number, isDelivered);
      const added = withNotice(keyCase, { kind, cause: id.slice(8), at: moment, details });
      return {
        ...added,
        notices: added.notices.map((each) =>
          each.id === id ? warning(number, isDelivered) : each,
        ),
      };
    },
    sampleCase({ notices: [], clockStartedAt: started }),
  );

it('a warning that was not delivered counts, however many came after it (trap o)', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 60, maxLength: 200 }),
      (deliveries) => isTold(caseWith(deliveries)) === deliveries.every(Boolean),
    ),
  );
});

it('two hundred delivered warnings leave the newest, and the key told (trap o)', () => {
  const keyCase = caseWith(Array.from({ length: 200 }, () => true));
  expect(keyCase.notices.length).toBeLessThanOrEqual(50);
  expect(keyCase.notices.at(-1)?.id).toBe('warning:199');
  expect(isTold(keyCase)).toBe(true);
});
