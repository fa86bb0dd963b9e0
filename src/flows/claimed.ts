import { LastkeyError } from '../core/model/errors.ts';
import type { CaseTable, Clock, FlowOutcome } from './ports.ts';

/** A claim outlives any function's time-out; a crashed one is taken over afterwards. */
const leaseSeconds = 180;

/**
 * Runs a story once for an id (invariant 8). A second delivery after the end changes nothing; one
 * during it is given back to the queue; a failure gives the claim back.
 */
export const claimed = async (
  ports: { readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release'>; readonly clock: Clock },
  flow: string,
  id: string,
  story: () => Promise<FlowOutcome>,
): Promise<FlowOutcome> => {
  const claim = await ports.cases.claim(flow, id, ports.clock.now(), leaseSeconds);
  if (claim === 'done') return { did: 'duplicate', subject: id };
  if (claim === 'in-progress') {
    throw new LastkeyError(
      'claimed-elsewhere',
      `${flow} is working on ${id} right now. It will be tried again.`,
      { retry: 'yes', retryAfterSeconds: 30 },
    );
  }
  try {
    const outcome = await story();
    await ports.cases.finish(flow, id, ports.clock.now());
    return outcome;
  } catch (error) {
    await ports.cases.release(flow, id);
    throw error;
  }
};
