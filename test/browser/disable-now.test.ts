import { join, resolve } from 'node:path';
import { CreateAccessKeyCommand } from '@aws-sdk/client-iam';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/cli/configuration.ts';
import { adminRole, storyAccounts } from '../../src/local/story/accounts.ts';
import { startWorld, type World } from '../../src/local/story/start-world.ts';
import { accountIds, storyConfiguration } from '../../src/local/story/story-configuration.ts';
import { actingAs, settle } from '../../src/local/story/story-world.ts';
import { people } from '../../src/local/story/workspace.ts';
import { hasBrowser, openBrowser } from './open-browser.ts';

/** Where the README's pictures go when they are to be taken anew. */
const pictures = process.env['LASTKEY_PICTURES'];

/** From the event to the click and back: real functions, rules, queues and browser. */
describe.skipIf(!hasBrowser())('a key is disabled from the inbox', () => {
  let world: World;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let accessKeyId: string;

  beforeAll(async () => {
    const built = resolve('dist');
    world = await startWorld({
      templates: {
        hub: join(built, 'templates', 'lastkey-hub.template.json'),
        member: join(built, 'templates', 'lastkey-member.template.json'),
      },
      functionsFolder: join(built, 'functions'),
      accounts: storyAccounts,
      configuration: parseConfiguration(storyConfiguration, 'the story'),
      startAt: '2026-11-02T09:05:00Z',
      seed: 1,
    });
    const story = { ...world, print: () => undefined };
    const iam = actingAs(story, {
      accountId: accountIds.payments,
      roleName: adminRole,
      sessionName: people.alice.email,
    });
    const made = await iam.send(new CreateAccessKeyCommand({ UserName: 'shop-deployer' }));
    accessKeyId = made.AccessKey?.AccessKeyId ?? '';
    await settle(story);
    browser = await openBrowser();
    page = await browser.context.newPage();
    await page.goto(`${world.slack.inboxUrl}?as=${people.alice.id}`);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const statusOf = (id: string) =>
    world.organization
      .account(accountIds.payments)
      .iam.users.get('shop-deployer')
      ?.accessKeys.find((each) => each.accessKeyId === id)?.status;

  const picture = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    await page.screenshot({ path: join(pictures, name) });
  };

  it('shows the owner the role to use instead', async () => {
    await page.getByText('shop-production-deploy').first().waitFor();
    await page.getByText(accessKeyId).first().waitFor();
    await picture('told.png');
  });

  it('makes the key inactive, changes the message and offers to undo it', async () => {
    expect(statusOf(accessKeyId)).toBe('Active');
    await page.getByRole('button', { name: 'Disable now' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await picture('confirm.png');
    await dialog
      .getByRole('button', { name: /disable/i })
      .last()
      .click();
    await page.getByRole('button', { name: 'Undo' }).first().waitFor();
    expect(statusOf(accessKeyId)).toBe('Inactive');
    expect(await page.getByRole('button', { name: 'Disable now' }).count()).toBe(0);
    await picture('disabled.png');
  });

  it('brings it back with one more click', async () => {
    await page.getByRole('button', { name: 'Undo' }).first().click();
    const dialog = page.getByRole('dialog');
    if (await dialog.isVisible().catch(() => false)) {
      await dialog.getByRole('button').last().click();
    }
    await page.getByRole('button', { name: 'Disable now' }).first().waitFor();
    expect(statusOf(accessKeyId)).toBe('Active');
  });
});
