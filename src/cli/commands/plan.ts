import { readFileSync } from 'node:fs';
import { comparePlans } from '../../core/keys/compare-plans.ts';
import { settingsForKey } from '../../core/keys/key-settings.ts';
import { type PlanDay, planAssumptions, planKeys } from '../../core/keys/plan.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Instant, instantOf, parseInstant } from '../../core/model/instant.ts';
import { loadConfiguration } from '../configuration.ts';
import { exitCodes, type Io } from '../output.ts';
import { keysOfScan } from '../plan/keys-of-scan.ts';
import { type KeysToPlan, keysOfReadings } from '../plan/keys-to-plan.ts';
import type { PlanDocument } from '../plan/plan-document.ts';
import { planText } from '../plan/plan-text.ts';
import { readSnapshotAccounts } from '../scan/read-snapshot-accounts.ts';
import { openSnapshot } from '../snapshot/open-snapshot.ts';

export interface PlanOptions {
  /** A scan document, or `-` for standard input. */
  readonly scan?: string;
  readonly from?: string;
  readonly against?: string;
  readonly days: number;
  readonly now?: string;
  readonly json: boolean;
  readonly config?: string;
}

const mostDays = 366;

/**
 * Says day by day what would happen to each key under the configuration, and how another one differs.
 * Touches nothing.
 * @returns 0 nothing would happen, or with `against` the same would; 1 something; 2 a bad file in the
 *   snapshot; 3 something could not be read (the plan of the rest is printed, marked as partial)
 * @throws InputError for wrong use
 */
export const plan = async (options: PlanOptions, io: Io): Promise<number> => {
  if ((options.scan === undefined) === (options.from === undefined)) {
    throw new InputError(
      'plan needs one thing to plan from. Give the output of "lastkey scan --json" as a file or -, or --from FOLDER.',
    );
  }
  if (options.days < 1 || options.days > mostDays) {
    throw new InputError(`--days takes 1 to ${mostDays}. Got ${options.days}.`);
  }
  const configuration = loadConfiguration(options.config);
  const other = options.against === undefined ? undefined : loadConfiguration(options.against);
  const { start, found } = await keysFrom(options, configuration, io);
  const days = planKeys(found.keys, configuration, start, options.days);
  const there = other === undefined ? undefined : planKeys(found.keys, other, start, options.days);
  const undecided = [configuration, ...(other === undefined ? [] : [other])].flatMap((each) =>
    undecidedOverrides(found, each),
  );
  const document = documentOf(found, days, there, undecided, start, options.days);
  io.out(
    options.json ? `${JSON.stringify(document, null, 2)}\n` : planText(document, options.against),
  );
  for (const gap of found.gaps) io.note(`lastkey: ${gap}`);
  if (found.hasBadInput) return exitCodes.wrongUse;
  if (document.partial) {
    io.note('lastkey: the plan is partial. Nothing is known about what is named above.');
    return exitCodes.couldNotFinish;
  }
  return (document.differences ?? document.days).length > 0 ? exitCodes.found : exitCodes.done;
};

const keysFrom = async (
  { scan, from, now }: PlanOptions,
  configuration: Configuration,
  io: Io,
): Promise<{ readonly start: Instant; readonly found: KeysToPlan }> => {
  if (from !== undefined) {
    const start = timeOf(now) ?? instantOf(Date.now());
    const readings = await readSnapshotAccounts(await openSnapshot(from), configuration, start);
    return { start, found: keysOfReadings(readings, configuration, start) };
  }
  const source = scan === '-' || scan === undefined ? 'standard input' : scan;
  const text = source === 'standard input' ? await textOf(io.stdin) : fileText(source);
  const { at, ...found } = keysOfScan(text, source, configuration);
  return { start: timeOf(now) ?? at ?? instantOf(Date.now()), found };
};

/** What is assumed of overrides that ask for what nobody knows. */
const undecidedOverrides = (
  { keys }: KeysToPlan,
  configuration: Configuration,
): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { facts } of keys) {
    for (const where of settingsForKey(configuration, facts.place).undecided) {
      counts.set(where, (counts.get(where) ?? 0) + 1);
    }
  }
  return [...counts].map(
    ([where, count]) =>
      `Whether the override for ${where} applies to ${count} of ${keys.length} keys is unknown: they are left alone for as long as either way allows, and only observed. A snapshot (--from) can tell.`,
  );
};

const documentOf = (
  { keys, names, gaps }: KeysToPlan,
  days: readonly PlanDay[],
  there: readonly PlanDay[] | undefined,
  undecided: readonly string[],
  from: Instant,
  horizonDays: number,
): PlanDocument => {
  const differences = there === undefined ? undefined : comparePlans(days, there);
  const said = new Set([
    ...days.flatMap(({ steps }) => steps.map(({ key }) => key)),
    ...(differences ?? []).map(({ key }) => key),
  ]);
  const steps: Record<string, number> = {};
  for (const day of days) for (const { to } of day.steps) steps[to] = (steps[to] ?? 0) + 1;
  return {
    version: 1,
    from,
    horizonDays,
    partial: gaps.length > 0,
    gaps,
    assumptions: [...planAssumptions, ...new Set(undecided)],
    keys: names.filter(({ name }) => said.has(name)),
    days,
    ...(differences === undefined ? {} : { differences }),
    summary: { keys: keys.length, steps },
  };
};

const textOf = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const fileText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(
      `The scan cannot be read. Got ${code ?? String(cause)} for ${path}; expected the output of "lastkey scan --json". For a folder, give --from.`,
    );
  }
};

/** @throws InputError for what is no time */
const timeOf = (text: string | undefined): Instant | undefined => {
  if (text === undefined) return undefined;
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at !== undefined) return at;
  throw new InputError(
    `--now takes a time. Got "${text}", expected 2026-11-23 or 2026-11-23T10:00:00Z.`,
  );
};
