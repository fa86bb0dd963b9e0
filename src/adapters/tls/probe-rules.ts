/** What a probe may do, and for how long. Tests bring their own; `public-probe-rules.ts` has the real ones. */
export interface ProbeRules {
  /** Connections to each host in a run; two are needed for any proposal. */
  readonly connections: number;
  /** Roots that count as public, PEM. */
  readonly roots: readonly string[];
  /** All addresses of a host name. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Asked for every address before a connection is made to exactly that address. */
  readonly mayConnect: (address: string, port: number) => boolean;
  /** TCP and TLS together. */
  readonly connectMs: number;
  /** One document, from the request to its last byte. */
  readonly documentMs: number;
  readonly documentBytes: number;
}
