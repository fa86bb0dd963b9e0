/** Tells whoever listens that something in the workspace changed. */
export interface ChangeSignal {
  changed(): void;
  /** @returns stops listening */
  listen(listener: () => void): () => void;
}

export const createChangeSignal = (): ChangeSignal => {
  const listeners = new Set<() => void>();
  return {
    changed() {
      for (const listener of [...listeners]) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
