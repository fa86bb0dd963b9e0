/** Runs `work` on every member, at most `atOnce` at a time; results in the order of the members. */
export const inParallel = async <Member, Result>(
  members: readonly Member[],
  atOnce: number,
  work: (member: Member) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < members.length; place = next++) {
      results[place] = await work(members[place] as Member);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, members.length) }, worker));
  return results;
};
