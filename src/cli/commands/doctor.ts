import pc from 'picocolors';
import { InputError } from '../../core/model/errors.ts';
import { instantOf } from '../../core/model/instant.ts';
import { loadConfiguration } from '../configuration.ts';
import { type Check, checkOf } from '../doctor/check.ts';
import { checkHub } from '../doctor/check-hub.ts';
import { checkSlack } from '../doctor/check-slack.ts';
import { checkSweep } from '../doctor/check-sweep.ts';
import { exitCodes, type Io } from '../output.ts';

/**
 * Looks at each part of a deployment with the operator's credentials for the hub account.
 * @returns 0 all of it works; 1 something does not; 3 something could not be looked at
 */
export const doctor = async (
  options: { readonly json: boolean; readonly config?: string },
  io: Io,
  now = instantOf(Date.now()),
): Promise<number> => {
  const checks = await lookAtAll(options.config, now);
  print(checks, options.json, io);
  if (checks.some(({ status }) => status === 'failed')) return exitCodes.found;
  return checks.some(({ status }) => status === 'unknown')
    ? exitCodes.couldNotFinish
    : exitCodes.done;
};

const lookAtAll = async (
  config: string | undefined,
  now: ReturnType<typeof instantOf>,
): Promise<readonly Check[]> => {
  let configuration: ReturnType<typeof loadConfiguration>;
  try {
    configuration = loadConfiguration(config);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [
      { id: 'configuration', status: 'failed', what: error.message, next: 'Correct the file.' },
    ];
  }
  process.env['AWS_REGION'] ??= configuration.organization.hubRegion;
  const valid = await checkOf('configuration', async () => ({
    status: 'ok',
    what: `valid; mode ${configuration.mode}, hub ${configuration.organization.hubAccount} in ${configuration.organization.hubRegion}`,
  }));
  const [hub, sweep, slack] = await Promise.all([
    checkHub(configuration),
    checkSweep(now),
    checkSlack(process.env['SLACK_API_URL']),
  ]);
  return [valid, ...hub, ...sweep, slack];
};

const print = (checks: readonly Check[], json: boolean, io: Io): void => {
  if (json) {
    io.out(`${JSON.stringify({ version: 1, checks }, null, 2)}\n`);
    return;
  }
  const colours = pc.createColors(io.colour);
  const paint = { ok: colours.green, failed: colours.red, unknown: colours.yellow };
  for (const { id, status, what, next } of checks) {
    io.out(`${paint[status](status.padEnd(7))}  ${id}: ${what}\n`);
    if (next !== undefined) io.out(`         ${next}\n`);
  }
};
