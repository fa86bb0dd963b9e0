/**
 * A surprise. Expected outcomes are data; this is thrown. `code` is stable, `retry` says whether the
 * same call may succeed later: the Lambda middleware turns `yes` into a redelivery and `no` into
 * "record, alarm, stop". The message says what, got, expected and what to do.
 */
export class LastkeyError extends Error {
  readonly code: string;
  readonly retry: 'yes' | 'no';
  /** Seconds the other side asked us to wait, when it did. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: string,
    message: string,
    options: { retry: 'yes' | 'no'; cause?: unknown; retryAfterSeconds?: number | undefined },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LastkeyError';
    this.code = code;
    this.retry = options.retry;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Wrong use or bad input of the command or the configuration: exit code 2. Lists every fault. */
export class InputError extends LastkeyError {
  readonly faults: readonly string[];

  constructor(message: string, faults: readonly string[] = []) {
    super('bad-input', [message, ...faults.map((fault) => `  ${fault}`)].join('\n'), {
      retry: 'no',
    });
    this.name = 'InputError';
    this.faults = faults;
  }
}
