/**
 * An error that AWS would answer with; `protocol/` gives it the wire form of the service called.
 * `Sender` (4xx) is the caller's fault, `Receiver` (5xx) the service's.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly httpStatus: number;

  constructor(code: string, httpStatus: number, message: string) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.httpStatus = httpStatus;
  }
}
