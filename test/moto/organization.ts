import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { AccessKey } from '../../src/core/keys/access-key.ts';

/** A key as it was made in moto, and what should become of it. */
export interface SeededKey extends Omit<AccessKey, 'createdAt'> {
  readonly createdAt: string;
  readonly status: 'Active' | 'Inactive';
  readonly lastUsedAt: string | null;
  readonly kind: string;
  /** Unused for longer than the default 45 days. */
  readonly isDue: boolean;
}

export interface MotoOrganization {
  readonly url: string;
  readonly accountIds: readonly string[];
  readonly keys: readonly SeededKey[];
  stop(): Promise<void>;
}

/** Whether the independent emulator can be driven from Python here; it is never required. */
export const hasMotoServer = (): boolean =>
  spawnSync('python3', ['-c', 'import boto3, moto.server'], { stdio: 'ignore' }).status === 0;

const dayMs = 86_400_000;
const daysAgo = (days: number): string =>
  `${new Date(Date.now() - days * dayMs).toISOString().slice(0, 19)}Z`;

type WantedKey = Pick<SeededKey, 'createdAt' | 'status' | 'lastUsedAt' | 'kind' | 'isDue'>;

const wanted = (
  kind: string,
  createdDaysAgo: number,
  usedDaysAgo: number | null,
  isDue: boolean,
  status: 'Active' | 'Inactive' = 'Active',
): WantedKey => ({
  kind,
  createdAt: daysAgo(createdDaysAgo),
  status,
  lastUsedAt: usedDaysAgo === null ? null : daysAgo(usedDaysAgo),
  isDue,
});

/** Every kind of user that an organization has, one after the other. */
const patterns: readonly (() => readonly WantedKey[])[] = [
  () => [],
  () => [wanted('unused', 200, 100, true)],
  () => [wanted('used', 80, 2, false)],
  () => [wanted('never used', 60, null, true)],
  () => [wanted('never used and new', 3, null, false)],
  () => [wanted('inactive', 200, 100, false, 'Inactive')],
  () => [wanted('one of two, unused', 70, 60, true), wanted('one of two, used', 20, 1, false)],
  () => [wanted('same second, used', 80, 1, false), wanted('same second, unused', 80, 70, true)],
];

/** Three accounts with 250 users of mixed keys. */
export const startOrganization = async (): Promise<MotoOrganization> => {
  const users = Array.from({ length: 250 }, (_, index) => ({
    account: index % 3,
    userName: `user-${String(index).padStart(3, '0')}`,
    keys: (patterns[Math.floor(index / 3) % patterns.length] ?? (() => []))(),
  }));
  const child = spawn('python3', [new URL('serve.py', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  child.stdin.end(JSON.stringify({ accounts: ['master', 'payments', 'shop'], users }));
  const line = await new Promise<string>((resolve, reject) => {
    // moto greets first.
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (text.startsWith('{')) resolve(text);
    });
    child.once('exit', () => reject(new Error(`moto ended: ${said.slice(-5).join('\n')}`)));
  });
  return {
    ...(JSON.parse(line) as Omit<MotoOrganization, 'stop'>),
    stop: async () => {
      child.removeAllListeners('exit');
      child.kill();
      await once(child, 'exit');
    },
  };
};
