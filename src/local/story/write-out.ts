import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoryWorld } from './story-world.ts';

/** What the run leaves behind. */
export interface Written {
  readonly files: readonly string[];
  readonly summary: Summary;
}

export interface Summary {
  readonly cases: number;
  readonly byStage: Readonly<Record<string, number>>;
  readonly messages: number;
  readonly ledgerEntries: number;
  readonly keysChanged: number;
  readonly deadLetters: number;
  readonly awsCalls: Readonly<Record<string, number>>;
}

/** Writes messages, the inbox page, cases, the ledger and a summary into a folder. */
export const writeOut = async (
  { organization, slack }: Omit<StoryWorld, 'print'>,
  folder: string,
): Promise<Written> => {
  await mkdir(folder, { recursive: true });
  const cases = (await organization.tables.items('cases'))
    .filter((item) => String(item['sk']).startsWith('KEY#'))
    .map((item) => JSON.parse(String(item['body'])) as { stage: string });
  const ledger = (await organization.tables.items('ledger'))
    .map((item) => ({ id: String(item['id']), body: String(item['body']) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const calls = organization.calls.all();
  const summary: Summary = {
    cases: cases.length,
    byStage: countBy(cases.map(({ stage }) => stage)),
    messages: slack.messages().length,
    ledgerEntries: ledger.length,
    keysChanged: calls.filter(
      ({ action, principalArn }) =>
        action === 'UpdateAccessKey' && principalArn.includes('/lastkey-respond/'),
    ).length,
    deadLetters: (await organization.deadLetters()).length,
    awsCalls: countBy(
      calls
        .filter(({ principalArn }) => principalArn.includes('/lastkey'))
        .map(({ service, action }) => `${service}:${action}`),
    ),
  };
  const contents: Readonly<Record<string, string>> = {
    'inbox.html': slack.exportPage(),
    'messages.json': json(slack.messages()),
    'cases.json': json(cases),
    'ledger.jsonl': ledger.map(({ body }) => `${body}\n`).join(''),
    'summary.json': json(summary),
  };
  for (const [name, content] of Object.entries(contents)) {
    await writeFile(join(folder, name), content);
  }
  return { files: Object.keys(contents).map((name) => join(folder, name)), summary };
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const countBy = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
