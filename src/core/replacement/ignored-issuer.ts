/** Whether `federation.ignoreIssuers` names an issuer; a star at the end stands for the rest. */
export const isIgnoredIssuer = (provider: string, ignored: readonly string[]): boolean =>
  ignored.some((pattern) =>
    pattern.endsWith('*') ? provider.startsWith(pattern.slice(0, -1)) : provider === pattern,
  );
