import { readdirSync, readFileSync } from 'node:fs';
import { judge } from '../src/core/federation/judge.ts';
import { parseTrustPolicy } from '../src/core/federation/parse-trust-policy.ts';
import { identityProviders } from '../src/core/idps/catalogue.ts';

/**
 * CPU time to judge a trust policy, against parsing the same text as JSON in the same run. Policies:
 * the golden cases, or the folder given (`tsx bench/trust.ts FOLDER`: JSON files with a `policy`).
 */
const [folder] = process.argv.slice(2);
const root =
  folder === undefined ? new URL('../test/golden/trust/', import.meta.url).pathname : folder;

const policiesIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
    .flatMap((text) => {
      const { policy } = JSON.parse(text) as { policy?: unknown };
      return policy === undefined ? [] : [JSON.stringify(policy)];
    });

const cpuMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const texts = policiesIn(root);
const judgeText = (text: string): void => {
  const parsed = parseTrustPolicy(text);
  if (parsed.status === 'parsed') judge(parsed.policy, identityProviders);
};

const cold = cpuMs(() => texts.forEach(judgeText));
const rounds = 10;
const warm = cpuMs(() => {
  for (let round = 0; round < rounds; round += 1) texts.forEach(judgeText);
});
const json = cpuMs(() => {
  for (let round = 0; round < rounds; round += 1) for (const text of texts) JSON.parse(text);
});
const each = texts.map((text) => cpuMs(() => judgeText(text))).sort((a, b) => b - a);

const policies = texts.length * rounds;
console.log(`policies                      ${texts.length}`);
console.log(`first pass, all               ${cold.toFixed(0)} ms CPU`);
console.log(
  `judged, warm                  ${((policies / warm) * 1000).toFixed(0)} a second of CPU`,
);
console.log(`mean                          ${(warm / policies).toFixed(2)} ms CPU`);
console.log(`slowest                       ${(each[0] ?? 0).toFixed(1)} ms CPU`);
console.log(`against JSON.parse            ${(warm / json).toFixed(0)} x`);
