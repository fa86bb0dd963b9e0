import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Whether this machine has the browser; says so once where it has not. */
export const hasBrowser = (): boolean => {
  if (existsSync(path)) return true;
  process.stderr.write(
    `Browser tests skipped: no Chromium at ${path}. Install chromium or set CHROMIUM_PATH.\n`,
  );
  return false;
};

/** A browser with an empty profile that talks to nobody on its own. */
export const openBrowser = async (): Promise<{
  context: BrowserContext;
  close(): Promise<void>;
}> => {
  const profile = await mkdtemp(join(tmpdir(), 'lastkey-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: path,
    headless: true,
    viewport: { width: 1200, height: 900 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  // A test that waits in vain says so before the runner gives up on it.
  context.setDefaultTimeout(30_000);
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
};
