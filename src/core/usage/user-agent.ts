/**
 * `userAgent` of a record as tools wrote it: without the pair of brackets that S3 and CloudTrail
 * put around it, and without the session id that newer SDKs make up for each process.
 * `undefined` where the record tells nothing.
 */
export const userAgentOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const bare = value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1) : value;
  const agent = bare.replace(/ sid\/[0-9a-f]+\b/g, '').trim();
  return agent === '' || agent === '-' ? undefined : agent.slice(0, longest);
};

/** CloudTrail cuts at 1 KB. */
const longest = 1024;
