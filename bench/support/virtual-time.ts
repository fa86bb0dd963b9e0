/** Time that passes only when nothing is left to do at this moment. Milliseconds. */
export interface VirtualTime {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Runs until `work` is done. */
  run<Result>(work: Promise<Result>): Promise<Result>;
}

export const virtualTime = (): VirtualTime => {
  const due = new Map<number, (() => void)[]>();
  /** A binary heap of the times in `due`. */
  const times: number[] = [];
  let now = 0;
  const push = (time: number): void => {
    let place = times.push(time) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if ((times[parent] ?? 0) <= time) break;
      times[place] = times[parent] ?? 0;
      place = parent;
    }
    times[place] = time;
  };
  const pop = (): number | undefined => {
    const [first] = times;
    const last = times.pop();
    if (last === undefined || times.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= times.length) break;
      if ((times[child + 1] ?? Number.POSITIVE_INFINITY) < (times[child] ?? 0)) child += 1;
      if ((times[child] ?? 0) >= last) break;
      times[place] = times[child] ?? 0;
      place = child;
    }
    times[place] = last;
    return first;
  };
  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        const at = Math.ceil(now + milliseconds);
        const waiting = due.get(at);
        if (waiting !== undefined) waiting.push(resolve);
        else {
          due.set(at, [resolve]);
          push(at);
        }
      }),
    async run(work) {
      let isDone = false;
      const settled = work.finally(() => {
        isDone = true;
      });
      settled.catch(() => undefined);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return settled;
        const time = pop();
        if (time === undefined) throw new Error('Nothing will happen any more.');
        now = time;
        for (const wake of due.get(time) ?? []) wake();
        due.delete(time);
      }
    },
  };
};
