import { defineConfig } from 'vitest/config';

/** The fast tests of the evaluator and the judge: mutation testing runs them thousands of times. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export.
export default defineConfig({
  test: {
    setupFiles: ['test/loopback-only.ts'],
    // On a busy machine a slow test must not pass for a killed mutant.
    testTimeout: 60_000,
    include: ['test/golden/trust/**/*.test.ts', 'test/unit/federation/**/*.test.ts'],
    exclude: [
      // Large input, through code that counts each step.
      'test/unit/federation/hostile-policy.test.ts',
      'test/unit/federation/trust-command.test.ts',
    ],
  },
});
