import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanDocument } from '../../src/cli/scan/scan-document.ts';
import { hasMotoServer, type MotoOrganization, startOrganization } from './organization.ts';

/** The command as a process of its own, which knows AWS by its environment only. */
const scan = async (
  url: string,
): Promise<{ readonly code: number; readonly document: ScanDocument }> => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'bin/lastkey.ts', 'scan', '--organization', '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        AWS_ENDPOINT_URL: url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'testing',
        AWS_SECRET_ACCESS_KEY: 'testing',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, document: JSON.parse(text) as ScanDocument };
};

describe.runIf(hasMotoServer())('lastkey scan --organization against moto', () => {
  let organization: MotoOrganization;
  let code: number;
  let document: ScanDocument;

  beforeAll(async () => {
    organization = await startOrganization();
    ({ code, document } = await scan(organization.url));
  });
  afterAll(() => organization.stop());

  it('reads every account and says that something was found', () => {
    expect(code).toBe(1);
    expect(
      document.accounts.map(({ accountId, coverage }) => `${accountId} ${coverage}`).sort(),
    ).toEqual(organization.accountIds.map((accountId) => `${accountId} read`).sort());
  });

  it('names every key by its exact id, with its status, its age and its last use', () => {
    const seconds = (at: unknown) => (typeof at === 'string' ? at.slice(0, 19) : at);
    const found = document.keys.map((key) => [
      key.accountId,
      key.userName,
      key.accessKeyId,
      key.status,
      seconds(key.createdAt),
      seconds(key.lastUsedAt),
    ]);
    const made = organization.keys.map((key) => [
      key.accountId,
      key.userName,
      key.accessKeyId,
      key.status,
      seconds(key.createdAt),
      seconds(key.lastUsedAt),
    ]);
    expect(made.length).toBeGreaterThan(250);
    expect(found.sort()).toEqual(made.sort());
  });

  it('calls exactly those unused that were not used for 45 days', () => {
    const unused = document.keys
      .filter(({ verdict }) =>
        verdict.reasons.some(({ id }) => id === 'unused' || id === 'never-used'),
      )
      .map(({ accessKeyId }) => accessKeyId);
    const due = organization.keys
      .filter(({ isDue }) => isDue)
      .map(({ accessKeyId }) => accessKeyId);
    expect(unused.sort()).toEqual([...due].sort());
  });
});
