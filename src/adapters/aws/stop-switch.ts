import { LastkeyError } from '../../core/model/errors.ts';
import type { StopSwitchControl } from '../../flows/limit-ports.ts';
import type { StopSwitch } from '../../flows/ports.ts';
import { errorName, failureFrom } from './aws-failure.ts';
import { signedJsonCall } from './signed-json-call.ts';

/**
 * The stop switch: an SSM parameter that says `go`. Anything else, or no answer, means stop.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export const stopSwitch = (parameter: string, region: string, urlSuffix: string): StopSwitch => ({
  read: async () => {
    try {
      const value = await readValue(parameter, region, urlSuffix);
      return value === 'go'
        ? { state: 'go' }
        : { state: 'stop', why: `the stop switch says "${String(value)}"` };
    } catch (error) {
      return { state: 'stop', why: `the stop switch could not be read (${errorName(error)})` };
    }
  },
});

/**
 * Moves the switch, and reads it again before saying so.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const stopSwitchControl = (
  parameter: string,
  region: string,
  urlSuffix: string,
): StopSwitchControl => ({
  set: async (state) => {
    try {
      await signedJsonCall(operation('PutParameter', region, urlSuffix), {
        Name: parameter,
        Value: state,
        Overwrite: true,
      });
    } catch (error) {
      throw failureFrom(error, `PutParameter ${parameter}`);
    }
    const value = await readValue(parameter, region, urlSuffix).catch((error) => {
      throw failureFrom(error, `GetParameter ${parameter}`);
    });
    if (value === state) return;
    throw new LastkeyError(
      'stop-switch-not-moved',
      `The stop switch was set to "${state}" and reads "${String(value)}". It will be tried again.`,
      { retry: 'yes' },
    );
  },
});

const readValue = async (
  parameter: string,
  region: string,
  urlSuffix: string,
): Promise<unknown> => {
  const answer = await signedJsonCall(operation('GetParameter', region, urlSuffix), {
    Name: parameter,
  });
  return (answer['Parameter'] as { readonly Value?: unknown } | undefined)?.Value;
};

const operation = (action: string, region: string, urlSuffix: string) => ({
  service: 'SSM',
  signingName: 'ssm',
  target: `AmazonSSM.${action}`,
  host: `ssm.${region}.${urlSuffix}`,
  region,
});
