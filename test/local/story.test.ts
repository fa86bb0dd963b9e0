import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/cli/configuration.ts';
import { playStory } from '../../src/local/story/play-story.ts';
import type { World } from '../../src/local/story/start-world.ts';
import { storyConfiguration } from '../../src/local/story/story-configuration.ts';
import { writeOut } from '../../src/local/story/write-out.ts';

/** What `npm run build` makes; `npm test` runs it first. */
const built = resolve('dist');
const lines: string[] = [];
let world: World;
let out: string;

beforeAll(async () => {
  if (!existsSync(join(built, 'templates'))) throw new Error('Run npm run build first.');
  out = mkdtempSync(join(tmpdir(), 'lastkey-story-'));
  world = await playStory({
    templates: {
      hub: join(built, 'templates', 'lastkey-hub.template.json'),
      member: join(built, 'templates', 'lastkey-member.template.json'),
    },
    functionsFolder: join(built, 'functions'),
    configuration: parseConfiguration(storyConfiguration, 'the story'),
    seed: 1,
    print: (line) => lines.push(line),
  });
  await writeOut(world, out);
}, 120_000);

afterAll(async () => {
  await world?.close();
  rmSync(out, { recursive: true, force: true });
});

const parentsAbout = (user: string) =>
  world.slack
    .threads()
    // Questions to the approvers and the digest name keys too, and are no messages to owners.
    .filter(({ parent }) => !/^(Exception|lastkey, the week ahead)/.test(parent.text))
    .filter(({ parent }) => JSON.stringify(parent).includes(user));
const repliesAbout = (user: string) =>
  parentsAbout(user).flatMap(({ replies }) => replies.map(({ text }) => text));

const caseOf = async (user: string) => {
  const items = await world.organization.tables.items('cases');
  const item = items.find(({ sk }) => String(sk).startsWith(`KEY#${user}#`));
  return JSON.parse(String(item?.['body']));
};

describe('the story', () => {
  it('tells each owner once, in the right place', () => {
    const channelOf = (user: string) => parentsAbout(user).map(({ parent }) => parent.channel);
    expect(channelOf('shop-deployer')).toEqual(['C0TEAMSHOP']);
    expect(channelOf('gitlab-web-frontend')).toEqual(['C0TEAMWEB']);
    expect(channelOf('d365-order-export')).toEqual(['D0DAVE001']);
    expect(channelOf('azure-func-invoices')).toEqual(['D0DAVE001']);
    // Its team's channel is archived: the next rung has it.
    expect(channelOf('veeam-backup-host')).toEqual(['C0CLOUDSEC']);
    // "Not mine": the next rung has it, and the first one knows.
    expect(channelOf('logistics-partner')).toEqual(['C0PARTNERS', 'C0CLOUDSEC']);
  });

  it.each([
    ['shop-deployer', 'arn:aws:iam::222222222222:role/shop-production-deploy'],
    ['gitlab-web-frontend', 'arn:aws:iam::333333333333:role/web-frontend-release'],
  ])('names the role that %s should use instead', async (user, arn) => {
    expect((await caseOf(user)).replacement.role.arn).toBe(arn);
    expect(JSON.stringify(parentsAbout(user)[0]?.parent.blocks)).toContain(arn);
  });

  it.each([
    ['d365-order-export', 'oidc'],
    ['logistics-partner', 'cross-account-role'],
    ['veeam-backup-host', 'roles-anywhere'],
  ])('proposes a role to %s where none fits: %s', async (user, mechanism) => {
    const { replacement } = await caseOf(user);
    expect(replacement).toMatchObject({ role: { existing: false }, mechanism });
  });

  it('tells a person to sign in, without a role', async () => {
    const { replacement } = await caseOf('carol');
    expect(replacement).toMatchObject({ role: null, mechanism: 'identity-center' });
  });

  it('changes exactly the keys that a person asked for or that stayed unused, and undoes one', () => {
    const acts = world.organization.calls
      .all()
      .filter(
        ({ action, principalArn }) =>
          action === 'UpdateAccessKey' && principalArn.includes('lastkey'),
      )
      .map(({ parameters }) => `${parameters['UserName']} ${parameters['Status']}`);
    expect(acts).toEqual([
      'shop-deployer Inactive',
      'carol Inactive',
      'carol Active',
      'azure-func-invoices Inactive',
    ]);
  });

  it('stops at the last look when the key was used after its warning', () => {
    expect(repliesAbout('azure-func-invoices').join()).toContain('s3 in eu-west-1');
  });

  it('asks once what it cannot know, and follows the switch to the end of the key', async () => {
    const { stage, replacement, answers, migration, notices } = await caseOf('azure-func-invoices');
    expect(stage).toBe('disabled');
    expect(Object.keys(answers)).toEqual(expect.arrayContaining(['objectId', 'appIdUri']));
    expect(replacement.questions ?? []).toEqual([]);
    expect(replacement.role).toMatchObject({
      arn: 'arn:aws:iam::222222222222:role/lastkey/proposed/azure-func-invoices-azure-functions',
      existing: true,
    });
    expect(migration).toEqual({
      roleCreatedAt: expect.any(String),
      roleFirstUsedAt: expect.any(String),
    });
    const kinds = notices.map(({ kind }: { readonly kind: string }) => kind);
    expect(kinds.slice(kinds.indexOf('answers-given'))).toEqual([
      'answers-given',
      'recommendation-changed',
      'how-to-switch',
      'migration-step',
      'replacement-in-use',
      'disabled',
    ]);
    const parent = JSON.stringify(parentsAbout('azure-func-invoices')[0]?.parent.blocks);
    for (const step of ['made', 'used by the workload', 'key idle', 'key disabled']) {
      expect(parent).toMatch(new RegExp(`☑ [^☑☐]*${step}`));
    }
  });

  it('says that the key is safe to disable once its role is in use', () => {
    expect(repliesAbout('shop-deployer').some((text) => text.includes('is in use'))).toBe(true);
  });

  it('notices that Terraform activated the key again, and still says who made it', async () => {
    const keyCase = await caseOf('shop-deployer');
    expect(keyCase).toMatchObject({ reactivations: 1 });
    expect(keyCase.automation).toBeUndefined();
    expect(repliesAbout('shop-deployer').join()).toContain('Terraform');
  });

  it('only says what it would do in an account that observes', async () => {
    expect(repliesAbout('d365-order-export').join()).toContain('would have disabled');
    const { iam } = world.organization.account('444444444444');
    const keys = [...(iam.users.get('d365-order-export')?.accessKeys.values() ?? [])];
    expect(keys.map(({ status }) => status)).toEqual(['Active']);
  });

  it('sends the week ahead to the platform team on Monday at nine in London', () => {
    const [digest, ...others] = world.slack
      .messages()
      .filter(({ text }) => text.startsWith('lastkey, the week ahead'));
    expect(others).toEqual([]);
    expect(digest?.channel).toBe('C0CLOUDSEC');
    expect(new Date(Number(digest?.ts) * 1000).toISOString()).toMatch(/^2026-11-09T09:0/);
    expect(JSON.stringify(digest?.blocks)).toContain('2026-11-1');
  });

  it('grants an exception by a second person, and says so to the owner', async () => {
    expect(await caseOf('d365-order-export')).toMatchObject({ stage: 'excepted' });
    expect(repliesAbout('d365-order-export').join()).toContain('granted an exception');
    const items = await world.organization.tables.items('cases');
    const exceptions = items.filter(({ sk }) => String(sk).startsWith('EXCEPTION#'));
    expect(exceptions.map(({ body }) => JSON.parse(String(body)))).toMatchObject([
      { state: 'granted', requestedBy: 'U0DAVE001', approver: 'U0BOB0001' },
    ]);
  });

  it('lets approvers pull the stop switch by a command in Slack, and nobody else', () => {
    const moves = world.organization.calls
      .all()
      .filter(({ action }) => action === 'PutParameter')
      .map(({ principalArn }) => principalArn.includes('/lastkey-hub-answer/'));
    expect(moves).toEqual([true, true]);
    const told = world.slack
      .messages()
      .filter(({ channel, text }) => channel === 'C0CLOUDSEC' && text.includes('stop switch'))
      .map(({ text }) => text.split(':')[0]);
    expect(told.slice(-2)).toEqual(['lastkey is stopped', 'lastkey may act again']);
    const refused = world.slack
      .messages()
      .filter(({ onlyFor, text }) => onlyFor === 'U0ALICE01' && text.includes('Only an approver'));
    expect(refused).toHaveLength(1);
  });

  it('records a malformed event and a failed one, and tells nobody', async () => {
    const ledger = await world.organization.tables.items('ledger');
    const types = ledger.map(({ type }) => type);
    expect(types.filter((type) => type === 'event.unreadable')).toHaveLength(1);
    // Told by the first sweep for its old key, and not again for the key that was refused.
    expect(parentsAbout('nightly-report')).toHaveLength(1);
  });

  it('explains a denied login to the owner of the role, and closes it when a login succeeds', async () => {
    const threads = parentsAbout('ledger-production-deploy');
    expect(threads.map(({ parent }) => parent.channel)).toEqual(['D0ALICE01']);
    expect(threads[0]?.parent.text).toContain('Login works again');
    const items = await world.organization.tables.items('cases');
    const denied = items.filter(({ sk }) => String(sk).startsWith('DENIED#'));
    expect(denied.map(({ body }) => JSON.parse(String(body)))).toMatchObject([
      { state: 'closed', count: 2, diagnosis: { cause: 'condition', patch: [{ op: 'replace' }] } },
    ]);
  });

  it('tells a trust policy that got worse once, with the token that it lets in', () => {
    const threads = parentsAbout('web-frontend-release').filter(({ parent }) =>
      parent.text.includes('open to strangers'),
    );
    expect(threads.map(({ parent }) => parent.channel)).toEqual(['C0CLOUDSEC']);
    const text = JSON.stringify(threads[0]?.parent.blocks);
    expect(text).toContain('Before: safe');
    expect(text).toMatch(/sub: project_path:acme[^/]+\//);
  });

  it('finds a key that was there before any event, and one whose event was lost', async () => {
    expect(parentsAbout('nightly-report').map(({ parent }) => parent.channel)).toEqual([
      'C0CLOUDSEC',
    ]);
    expect(await caseOf('nightly-report')).toMatchObject({
      stage: 'told',
      reasons: [{ id: 'too-old' }],
    });
    expect(parentsAbout('crm-sync').map(({ parent }) => parent.channel)).toEqual(['D0DAVE001']);
    expect((await caseOf('crm-sync')).reasons).toMatchObject([{ id: 'undeclared' }]);
  });

  it('reads every account with three calls in each run of the sweep', async () => {
    const runs = world.organization.executions.all();
    expect(runs.map(({ outcome }) => outcome)).toEqual(
      Array(2).fill({
        status: 'succeeded',
        output: { counts: { read: 7, failed: 0, excluded: 0, notRead: 0 } },
      }),
    );
    const reports = world.organization.calls
      .all()
      .filter(({ action }) => /CredentialReport$/.test(action))
      .map(({ action }) => action);
    expect(reports.filter((action) => action === 'GenerateCredentialReport')).toHaveLength(14);
    expect(reports.filter((action) => action === 'GetCredentialReport')).toHaveLength(14);
  });

  it('loses nothing: no dead letter, every notice delivered', async () => {
    expect(await world.organization.deadLetters()).toEqual([]);
    const items = await world.organization.tables.items('cases');
    const pending = items
      .filter(({ sk }) => String(sk).startsWith('KEY#'))
      .flatMap(({ body }) => JSON.parse(String(body)).notices)
      .filter((notice: { delivery: { status: string } }) => notice.delivery.status !== 'delivered');
    expect(pending).toEqual([]);
  });

  it('keeps no session token in any table, message or file', async () => {
    const everything = JSON.stringify([
      await world.organization.tables.items('cases'),
      await world.organization.tables.items('ledger'),
      world.slack.messages(),
      readFileSync(join(out, 'inbox.html'), 'utf8'),
    ]);
    expect(everything).not.toContain('dropped at the border');
    expect(everything).not.toContain('xoxb-');
  });

  it('prints one line for each thing, none too long for a terminal', () => {
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });
});
