import type { StopSwitch } from '../../flows/ports.ts';
import { errorName } from './aws-failure.ts';
import { signedJsonCall } from './signed-json-call.ts';

/**
 * The stop switch: an SSM parameter that says `go`. Anything else, or no answer, means stop.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export const stopSwitch = (parameter: string, region: string, urlSuffix: string): StopSwitch => ({
  read: async () => {
    try {
      const answer = await signedJsonCall(
        {
          service: 'SSM',
          signingName: 'ssm',
          target: 'AmazonSSM.GetParameter',
          host: `ssm.${region}.${urlSuffix}`,
          region,
        },
        { Name: parameter },
      );
      const value = (answer['Parameter'] as { readonly Value?: unknown } | undefined)?.Value;
      return value === 'go'
        ? { state: 'go' }
        : { state: 'stop', why: `the stop switch says "${String(value)}"` };
    } catch (error) {
      return { state: 'stop', why: `the stop switch could not be read (${errorName(error)})` };
    }
  },
});
