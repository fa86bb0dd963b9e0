import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from './synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesized templates. */
    synthesis: string;
  }
}

/** Synthesis takes some ten seconds: once for all test files. */
export const setup = (project: TestProject): (() => void) => {
  const folder = synthesize();
  project.provide('synthesis', folder);
  return () => rmSync(dirname(folder), { recursive: true, force: true });
};
