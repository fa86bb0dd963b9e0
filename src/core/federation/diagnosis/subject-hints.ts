import type { PolicyHints } from '../../idps/identity-provider.ts';

/** Hints for the catalogue from subjects alone, where there is no policy to take them from. */
export const subjectHints = (
  subjects: readonly string[],
  tags: readonly string[] = [],
): PolicyHints => ({ subjects, ruledOut: [], tags, methods: [] });
