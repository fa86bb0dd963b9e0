import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const project = (name: string, options: { timeout?: number; globalSetup?: string } = {}) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: options.timeout ?? 10_000,
    hookTimeout: options.timeout ?? 10_000,
    ...(options.globalSetup === undefined ? {} : { globalSetup: options.globalSetup }),
  },
});

export default defineConfig({
  test: {
    setupFiles: ['test/loopback-only.ts'],
    // Vitest leaves a core to the terminal, which on two cores is half of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', NO_COLOR: '1' },
    projects: [
      // The inner loop: `npm run test:quick`.
      project('unit'),
      project('golden', { timeout: 30_000 }),
      project('property', { timeout: 60_000 }),
      project('flows'),
      // Real clients over loopback.
      project('contract', { timeout: 60_000 }),
      project('cli', { timeout: 60_000 }),
      project('infra', { timeout: 120_000, globalSetup: 'test/infra/synthesize-once.ts' }),
      project('local', { timeout: 120_000 }),
      project('browser', { timeout: 120_000 }),
      // Hundreds of made-up organizations in virtual time; `npm run simulate` runs more of them.
      project('simulation', { timeout: 300_000 }),
      // Against an independent AWS emulator; skipped where Python's moto is not installed.
      project('moto', { timeout: 300_000 }),
    ],
  },
});
