import { type Simulated, simulate, smallOrganization } from './simulate.ts';

/** `npm run simulate -- --seeds N --first S [--stop]`, or `--accounts A --users U --days D` for one large one. */
const option = (name: string): number | undefined => {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? undefined : Number(process.argv[place + 1]);
};

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const tellViolations = ({ seed, violations }: Simulated): void => {
  for (const { invariant, what, story } of violations.slice(0, 3)) {
    say(`seed ${seed}, invariant ${invariant}: ${what}`);
    for (const line of story.slice(-(option('lines') ?? 25))) say(`    ${line}`);
  }
};

const accounts = option('accounts');
const size =
  accounts === undefined
    ? smallOrganization
    : {
        accounts: [accounts, accounts] as const,
        usersPerAccount: [option('users') ?? 20, option('users') ?? 20] as const,
        days: option('days') ?? 40,
        quietDays: option('quiet') ?? 0,
      };
const first = option('first') ?? 1;
const seeds = option('seeds') ?? 100;
const startedAt = performance.now();
const total: Record<string, number> = {};
let failing = 0;
for (let seed = first; seed < first + seeds; seed += 1) {
  const simulated = await simulate(seed, size);
  for (const [name, count] of Object.entries(simulated.counts)) {
    total[name] = (total[name] ?? 0) + count;
  }
  if (simulated.violations.length === 0) continue;
  failing += 1;
  tellViolations(simulated);
  if (process.argv.includes('--stop')) break;
}
const seconds = (performance.now() - startedAt) / 1000;
say(
  `${seeds} organizations from seed ${first}: ${failing} broke an invariant; ${seconds.toFixed(1)} s; ${JSON.stringify(total)}`,
);
process.exitCode = failing === 0 ? 0 : 1;
