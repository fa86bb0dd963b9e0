import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { type TrustOptions, trust } from '../../../src/cli/commands/trust.ts';
import { trustDocument } from '../../../src/cli/schemas/trust.ts';
import type { RoleReport } from '../../../src/cli/trust/role-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastkey-trust-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const github = 'token.actions.githubusercontent.com';
const policy = (subject?: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
        ...(subject === undefined ? {} : { StringLike: { [`${github}:sub`]: subject } }),
      },
    },
  ],
});
const safe = policy('repo:acme@77/shop@88:ref:refs/heads/main');
const claims = {
  iss: `https://${github}`,
  aud: 'sts.amazonaws.com',
  sub: 'repo:acme/shop:ref:refs/heads/main',
};

const run = async (options: Partial<TrustOptions>, stdin = '') => {
  const out: string[] = [];
  const notes: string[] = [];
  const io = {
    stdin: Readable.from([Buffer.from(stdin)]),
    out: (text: string) => void out.push(text),
    note: (line: string) => void notes.push(line),
    colour: false,
  };
  const code = await trust({ files: [], json: false, ...options }, io);
  return { code, out: out.join(''), notes };
};

const rolesOf = (out: string): readonly RoleReport[] => {
  const document: unknown = JSON.parse(out);
  expect(trustDocument.safeParse(document).error).toBeUndefined();
  return (document as { roles: readonly RoleReport[] }).roles;
};

describe('verdicts', () => {
  it('reads a policy, percent-encoded text, and the roles in AWS outputs', async () => {
    const encoded = encodeURIComponent(JSON.stringify(policy()));
    const role = (name: string, document: unknown) => ({
      RoleName: name,
      Arn: `arn:aws:iam::111122223333:role/${name}`,
      AssumeRolePolicyDocument: document,
    });
    const { out, code } = await run({
      json: true,
      files: [
        file('plain.json', safe),
        file('encoded.txt', encoded),
        file('quoted.json', JSON.stringify(encoded)),
        file('get-role.json', { Role: role('one', encoded) }),
        file('list-roles.json', { Roles: [role('two', safe), role('three', policy())] }),
        file('details.json', { RoleDetailList: [role('four', safe)], UserDetailList: [] }),
      ],
    });
    expect(code).toBe(1);
    expect(rolesOf(out).map(({ source, verdict }) => [source.split('/').at(-1), verdict])).toEqual([
      ['plain.json', 'safe'],
      ['encoded.txt', 'unsafe'],
      ['quoted.json', 'unsafe'],
      ['get-role.json: one', 'unsafe'],
      ['list-roles.json: two', 'safe'],
      ['list-roles.json: three', 'unsafe'],
      ['details.json: four', 'safe'],
    ]);
  });

  it('sees repeated keys inside AWS outputs', async () => {
    const twice = JSON.stringify(safe).replace('"StringLike"', '"StringEquals"');
    const path = file('twice.json', `{"Roles":[{"AssumeRolePolicyDocument":${twice}}]}`);
    const [role] = rolesOf((await run({ json: true, files: [path] })).out);
    expect(role?.findings.map(({ id }) => id)).toContain('trust.oidc.duplicate-key');
  });

  it('exits by what was found and by --fail-on', async () => {
    const broad = file('broad.json', policy('repo:acme/shop:*'));
    expect((await run({ files: [file('safe.json', safe)] })).code).toBe(0);
    expect((await run({ files: [broad] })).code).toBe(1);
    expect((await run({ files: [broad], failOn: 'medium' })).code).toBe(0);
    expect((await run({ files: [file('list.json', { Roles: [] })] })).code).toBe(0);
    await expect(run({ files: [broad], failOn: 'grave' })).rejects.toThrow(/expected one of/);
  });

  it('reads standard input, and tells people the token that gets in', async () => {
    const { out, code } = await run({ files: ['-'] }, JSON.stringify(policy('repo:acme*/*')));
    expect(code).toBe(1);
    expect(out).toContain('UNSAFE -');
    expect(out).toContain('sub: repo:acme-evil/');
    expect(out).toContain(`-     "${github}:sub": "repo:acme*/*"`);
    expect(out).toContain(`+     "${github}:sub": "repo:acme/*"`);
  });

  it('judges what it can and says what it cannot read', async () => {
    const files = [file('bad.json', '{"a":1}'), join(folder, 'none.json'), file('ok.json', safe)];
    const { out, notes, code } = await run({ files, json: true });
    expect(code).toBe(2);
    expect(rolesOf(out)).toHaveLength(1);
    expect(notes).toHaveLength(3);
    expect(notes[0]).toMatch(/holds no trust policy.*Expected/);
    expect(notes[1]).toMatch(/cannot be read: ENOENT/);
    expect(notes[2]).toMatch(/partial/);
  });

  it('writes SARIF with a rule for each result', async () => {
    const { out } = await run({ files: [file('p.json', policy())], format: 'sarif' });
    const { runs } = JSON.parse(out) as {
      runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string }[] }[];
    };
    const rules = runs[0]?.tool.driver.rules.map(({ id }) => id);
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toContain('trust.oidc.subject-missing');
    for (const { ruleId } of runs[0]?.results ?? []) expect(rules).toContain(ruleId);
  });

  it('refuses wrong use', async () => {
    await expect(run({})).rejects.toThrow(/Give the trust policies/);
    await expect(run({ files: ['x'], context: ['a=b'] })).rejects.toThrow(/goes with --claims/);
    await expect(run({ files: ['x'], cases: 'y' })).rejects.toThrow(/brings its own/);
  });
});

describe('one token', () => {
  it('answers the decision with its reasons', async () => {
    const options = { claims: file('token.json', claims), json: true };
    const { out, code } = await run({ ...options, files: [file('o.json', policy('repo:acme/*'))] });
    expect(code).toBe(0);
    const document = JSON.parse(out) as { decision: string };
    expect(trustDocument.safeParse(document).error).toBeUndefined();
    expect(document).toMatchObject({ version: 1, decision: 'Allowed' });
    const refused = await run({ ...options, files: [file('s.json', safe)] });
    expect(JSON.parse(refused.out)).toMatchObject({ decision: 'ImplicitlyDenied' });
  });

  it('takes context from words', async () => {
    const asking = policy('repo:acme/*');
    Object.assign(asking.Statement[0]?.Condition.StringEquals ?? {}, { 'aws:SourceVpc': 'vpc-1' });
    const options = { claims: file('t.json', claims), files: [file('v.json', asking)] };
    expect((await run(options)).out).toMatch(/^ImplicitlyDenied\n/);
    const given = await run({ ...options, context: ['aws:SourceVpc=vpc-1'] });
    expect(given.out).toMatch(/^Allowed\n/);
    await expect(run({ ...options, context: ['aws:SourceVpc'] })).rejects.toThrow(/KEY=VALUE/);
  });
});

describe('cases', () => {
  it('answers every line in order, bad ones too', async () => {
    const line = (value: unknown) => JSON.stringify(value);
    const lines = [
      line({ id: 'a', policy: policy('repo:acme/*'), claims }),
      line({ id: 'b', policy: JSON.stringify(safe), claims, context: {} }),
      'nonsense',
      '',
      line({ id: 3, policy: {}, claims }),
      line({ id: 4, policy: safe }),
      line({ policy: safe, claims }),
    ];
    const { out, code } = await run({ cases: '-' }, `\uFEFF${lines.join('\n')}\n`);
    const answers = out
      .trim()
      .split('\n')
      .map((answer) => JSON.parse(answer) as { id: unknown; decision?: string; error?: string });
    expect(answers.map(({ id, decision }) => [id, decision])).toEqual([
      ['a', 'Allowed'],
      ['b', 'ImplicitlyDenied'],
      [null, undefined],
      [3, undefined],
      [4, undefined],
      [null, 'ImplicitlyDenied'],
    ]);
    expect(answers.filter(({ error }) => error !== undefined)).toHaveLength(3);
    expect(code).toBe(2);
  });

  it('says when the file is not there', async () => {
    await expect(run({ cases: join(folder, 'none.jsonl') })).rejects.toThrow(/cannot be read/);
  });
});
