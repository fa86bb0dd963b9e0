import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { StopSwitch } from '../../flows/ports.ts';
import { errorName } from './aws-failure.ts';

/** The stop switch: an SSM parameter that says `go`. Anything else, or no answer, means stop. */
export const stopSwitch = (parameter: string): StopSwitch => {
  const ssm = new SSMClient({ maxAttempts: 3 });
  return {
    read: async () => {
      try {
        const { Parameter: got } = await ssm.send(new GetParameterCommand({ Name: parameter }));
        return got?.Value === 'go'
          ? { state: 'go' }
          : { state: 'stop', why: `the stop switch says "${got?.Value ?? ''}"` };
      } catch (error) {
        return { state: 'stop', why: `the stop switch could not be read (${errorName(error)})` };
      }
    },
  };
};
