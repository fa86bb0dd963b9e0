declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** The parts that are used here; the package has no types of its own. */
  const dynalite: (options?: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }) => Server;
  export = dynalite;
}
