import { errorName } from '../../adapters/aws/aws-failure.ts';

/** One part of the deployment. What could not be looked at is unknown, never ok. */
export interface Check {
  readonly id: string;
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly what: string;
  /** What to do; absent when it is ok. */
  readonly next?: string;
}

/** A check whose look may fail: then it is unknown, with the reason. */
export const checkOf = async (
  id: string,
  look: () => Promise<Omit<Check, 'id'>>,
): Promise<Check> => {
  try {
    return { id, ...(await look()) };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 300) : String(error);
    return {
      id,
      status: 'unknown',
      what: `could not be looked at: ${errorName(error)}: ${why}`,
      next: isDenied(error)
        ? 'Run it with credentials of the hub account that may read this.'
        : 'Run it again; if it stays so, look at the network and the endpoint.',
    };
  }
};

const isDenied = (error: unknown): boolean => /AccessDenied|access denied/i.test(String(error));
