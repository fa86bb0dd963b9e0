import { AwsError } from './aws-error.ts';
import type { FaultEffect } from './faults.ts';

const speaksQuery = (service: string): boolean => service === 'iam' || service === 'sts';

/** The error that an injected fault answers with, in the words of the service; `null`: none. */
export const faultError = (
  effect: FaultEffect,
  service: string,
  action: string,
  principalArn: string,
): AwsError | null => {
  switch (effect) {
    case 'throttle':
      return speaksQuery(service)
        ? new AwsError('Throttling', 400, 'Rate exceeded')
        : new AwsError('ThrottlingException', 400, 'Rate exceeded');
    case 'deny':
      return new AwsError(
        speaksQuery(service) ? 'AccessDenied' : 'AccessDeniedException',
        speaksQuery(service) ? 403 : 400,
        `User: ${principalArn} is not authorized to perform: ${service}:${action}`,
      );
    case 'fail':
    case 'lose-answer':
      return new AwsError(
        speaksQuery(service) ? 'ServiceFailure' : 'InternalServerError',
        500,
        'The request processing has failed because of an unknown error, exception or failure.',
      );
    case 'delay':
    case 'duplicate':
    case 'drop':
      return null;
  }
};
