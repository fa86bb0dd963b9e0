// A date-time without a zone is read as UTC: only a machine that is elsewhere can show it.
process.env.TZ = 'Pacific/Auckland';

const evaluator = [
  'compare-values',
  'condition-operator',
  'duplicate-keys',
  'evaluate',
  'evaluate-condition',
  'federated-principals',
  'glob',
  'identity-provider-name',
  'match-action',
  'match-ip',
  'match-principal',
  'parse-trust-policy',
  'policy-variables',
  'request-context',
  'truth',
];
const judge = [
  'candidate-tokens',
  'caseless-spellings',
  'door-for-everyone',
  'caseless-spellings',
  'explore',
  'intended-token',
  'judge',
  'judge-role',
  'own-subjects',
  'surroundings',
  'token-constraints',
  'token-template',
  'trusted-providers',
  'write-time-guardrail',
];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
// biome-ignore lint/style/noDefaultExport: Stryker reads the default export.
export default {
  mutate: [...evaluator, ...judge].map((name) => `src/core/federation/${name}.ts`),
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 15_000,
  timeoutFactor: 2,
  incremental: true,
  incrementalFile: 'out/mutation/incremental.json',
  // TypeScript 7 has no compiler API: neither a type checker nor the rewriting of tsconfig works.
  checkers: [],
  tsconfigFile: 'none',
  ignorePatterns: ['/bench', '/cdk.out', '/dist', '/docs', '/out', '/runbooks'],
  tempDirName: 'out/mutation/sandboxes',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'out/mutation/report.html' },
  jsonReporter: { fileName: 'out/mutation/report.json' },
  thresholds: { high: 95, low: 90, break: 90 },
};
