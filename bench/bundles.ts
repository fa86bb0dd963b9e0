import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { functionNames } from '../bin/bundle-options.ts';

/**
 * The size of each function's bundle, and the CPU time (user and system) of a Node process that
 * loads it, against a Node process that loads nothing. All processes take turns in one run, so that
 * what else the machine does falls on all of them alike; medians are compared.
 */
const runs = 15;
const aims = { ratio: 2.8, kilobytes: 300 };

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly inputs: Record<string, { readonly bytesInOutput: number }>;
      }
    >
  >;
}

export const bundles = (): void => {
  const { outputs } = JSON.parse(readFileSync('dist/maps/functions.meta.json', 'utf8')) as Metafile;
  const names = functionNames();
  const times = cpuTimes(['', ...names]);
  const empty = times.get('') ?? [];
  const emptyMs = median(empty);
  console.log(
    `Cold process CPU, median of ${runs} interleaved runs on Node ${process.versions.node}. ` +
      `Empty process: ${emptyMs.toFixed(0)} ms, middle half within ${percent(spread(empty) / emptyMs)}.`,
  );
  console.log(`Aims: ${aims.ratio} x and ${aims.kilobytes} KB. KB are 1000 bytes, minified.\n`);
  console.log(
    `${'function'.padEnd(22)}${'KB'.padStart(6)}${'x empty'.padStart(10)}  fullest when over`,
  );
  for (const name of names) {
    const output = outputs[`dist/functions/${name}/index.js`];
    if (output === undefined) throw new Error(`${name} is not built. Run: npm run build`);
    const kilobytes = output.bytes / 1000;
    const ratio = median(times.get(name) ?? []) / emptyMs;
    const over = kilobytes > aims.kilobytes || ratio > aims.ratio;
    console.log(
      `${name.padEnd(22)}${kilobytes.toFixed(0).padStart(6)}${ratio.toFixed(2).padStart(10)}  ${over ? fullest(output.inputs) : ''}`.trimEnd(),
    );
  }
};

/** CPU milliseconds of each bundle's process, run after run; the empty name loads nothing. */
const cpuTimes = (names: readonly string[]): ReadonlyMap<string, readonly number[]> => {
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let run = 0; run < runs; run += 1) {
    for (const name of names) times.get(name)?.push(cpuTimeOf(name));
  }
  return times;
};

const cpuTimeOf = (name: string): number => {
  const load =
    name === '' ? '' : `require(${JSON.stringify(resolve('dist/functions', name, 'index.js'))});`;
  const script = `${load}const { user, system } = process.cpuUsage();require('node:fs').writeSync(3, String((user + system) / 1000));process.exit();`;
  const { output, status, stderr } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...environment, LAMBDA_TASK_ROOT: resolve('dist/functions', name) },
  });
  if (status !== 0) throw new Error(`${name || 'The empty process'} did not load: ${stderr}`);
  return Number(output[3]);
};

/** Something for every variable that some function reads at its cold start. */
const environment = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  POWERTOOLS_METRICS_NAMESPACE: 'lastkey',
  POWERTOOLS_SERVICE_NAME: 'bench',
  CASE_TABLE: 'cases',
  LEDGER_TABLE: 'ledger',
  HUB_BUS: 'lastkey',
  READ_ROLE: 'lastkey/lastkey-read',
  RESPOND_ROLE: 'lastkey/lastkey-respond',
  EXTERNAL_ID: 'lastkey-o-exampleorgid',
  RESPOND_QUEUE_URL: 'http://127.0.0.1/respond',
  NOTIFY_QUEUE_URL: 'http://127.0.0.1/notify',
  ANSWER_QUEUE_URL: 'http://127.0.0.1/answer',
  SLACK_SECRET_ARN: 'lastkey/slack',
  STOP_SWITCH: '/lastkey/stop-switch',
  DEPLOYED_MODE: 'observe',
};

/** The packages that fill a bundle most, with their kilobytes. */
const fullest = (inputs: Record<string, { readonly bytesInOutput: number }>): string => {
  const bytes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'lastkey itself';
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  return [...bytes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 8)
    .map(([name, size]) => `${name} ${(size / 1000).toFixed(0)}`)
    .join(', ');
};

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number =>
  sorted(values)[values.length >> 1] ?? Number.NaN;
/** Between the first and the third quartile. */
const spread = (values: readonly number[]): number => {
  const ordered = sorted(values);
  const at = (part: number) => ordered[Math.floor(ordered.length * part)] ?? Number.NaN;
  return at(0.75) - at(0.25);
};
const percent = (part: number): string => `${(part * 100).toFixed(0)} %`;

if (process.argv[1] === fileURLToPath(import.meta.url)) bundles();
