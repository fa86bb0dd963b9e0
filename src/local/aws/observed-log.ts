/** A list that only grows, and that others can wait on instead of sleeping. */
export interface ObservedLog<Entry> {
  append(entry: Entry): void;
  all(): readonly Entry[];
  /** The first entry, past or future, that satisfies `wanted`. Rejects after `timeoutMs`. */
  waitFor(wanted: (entry: Entry) => boolean, timeoutMs?: number): Promise<Entry>;
  /** Calls `listener` for each new entry; the answer ends that. */
  subscribe(listener: (entry: Entry) => void): () => void;
}

/** @param name what the entries are, for the message of a wait that ran out */
export const observedLog = <Entry>(name: string): ObservedLog<Entry> => {
  const entries: Entry[] = [];
  const listeners = new Set<(entry: Entry) => void>();
  const subscribe = (listener: (entry: Entry) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    append(entry) {
      entries.push(entry);
      for (const listener of [...listeners]) listener(entry);
    },
    all: () => entries,
    subscribe,
    waitFor(wanted, timeoutMs = 10_000) {
      const past = entries.find(wanted);
      if (past !== undefined) return Promise.resolve(past);
      return new Promise((resolve, reject) => {
        const end = subscribe((entry) => {
          if (!wanted(entry)) return;
          clearTimeout(timer);
          end();
          resolve(entry);
        });
        const timer = setTimeout(() => {
          end();
          reject(
            new Error(
              `Waited ${timeoutMs} ms for ${name} that did not come; ${entries.length} others did.`,
            ),
          );
        }, timeoutMs);
      });
    },
  };
};
