import { configuredSubjects } from '../../core/federation/configured-subjects.ts';
import { evaluate } from '../../core/federation/evaluate.ts';
import { InputError } from '../../core/model/errors.ts';
import { loadConfiguration } from '../configuration.ts';
import { failOn } from '../fail-on.ts';
import { exitCodes, type Io } from '../output.ts';
import { evaluateCases } from '../trust/evaluate-cases.ts';
import { evaluationText } from '../trust/evaluation-text.ts';
import { gatherRoles, type RoleSources } from '../trust/gather-roles.ts';
import { printRoles } from '../trust/print-roles.ts';
import { readPolicies } from '../trust/read-policies.ts';
import { readText } from '../trust/read-text.ts';
import { claimsFrom, contextFromWords } from '../trust/request.ts';
import { type JudgedRole, judgedRole } from '../trust/role-report.ts';
import { sarif } from '../trust/sarif.ts';
import type { Unread } from '../trust/unread.ts';

export interface TrustOptions extends RoleSources {
  /** `--claims`: a file with one token's claims. */
  readonly claims?: string;
  /** `--context KEY=VALUE`, with `--claims` only. */
  readonly context?: readonly string[];
  /** `--cases`: a JSON Lines file. */
  readonly cases?: string;
  readonly json: boolean;
  readonly format?: 'text' | 'json' | 'sarif';
  /** `--fail-on`: the least severity that is something found; `low` without it. */
  readonly failOn?: string;
  /** `--config`: whose tenants are the organization's own. Not read unless it is named. */
  readonly config?: string;
  /** Of lastkey, for SARIF. */
  readonly version?: string;
}

/**
 * Judges who can assume roles, or evaluates tokens against a trust policy.
 * @returns 0 nothing at or above `failOn`; 1 something; 2 when an input was bad, 3 when AWS did not
 *   answer all (what could be read is printed all the same, and marked as partial)
 * @throws InputError for wrong use; LastkeyError when nothing could be read
 */
export const trust = async (options: TrustOptions, io: Io): Promise<number> => {
  if (options.cases !== undefined) return runCases(options, options.cases, io);
  if (options.claims !== undefined) return evaluateToken(options, options.claims, io);
  if (options.context !== undefined && options.context.length > 0) {
    throw new InputError('--context goes with --claims: a verdict looks at every context.');
  }
  return judgeAll(options, io);
};

const runCases = async (options: TrustOptions, path: string, io: Io): Promise<number> => {
  if (options.files.length > 0 || options.claims !== undefined) {
    throw new InputError('--cases brings its own policies and claims: give no other file with it.');
  }
  const bad = await evaluateCases(path, io);
  if (bad === 0) return exitCodes.done;
  io.note(`${bad} of the lines could not be evaluated; each answer says why.`);
  return exitCodes.wrongUse;
};

const evaluateToken = async (options: TrustOptions, path: string, io: Io): Promise<number> => {
  const [file, ...more] = options.files;
  if (file === undefined || more.length > 0) {
    throw new InputError('--claims takes one policy file. For many, use --cases.');
  }
  if (file === '-' && path === '-') {
    throw new InputError('Only one of the claims and the policy can come from standard input.');
  }
  const claims = claimsFrom(parseJson(path, await readText(path, io)), path);
  const found = readPolicies(file, await readText(file, io));
  const [policy] = found;
  if (policy === undefined || found.length > 1) {
    throw new InputError(`${file} must hold one trust policy for --claims. Got ${found.length}.`);
  }
  if (policy.parsed.status === 'unreadable') throw new InputError(`${file}: ${policy.parsed.why}`);
  const { decision, reasons } = evaluate(policy.parsed.policy, claims, {
    keys: contextFromWords(options.context ?? []),
    ...(policy.roleArn === undefined ? {} : { roleArn: policy.roleArn }),
  });
  const document = { version: 1, decision, reasons };
  io.out(
    isJson(options)
      ? `${JSON.stringify(document, null, 2)}\n`
      : evaluationText({ decision, reasons }),
  );
  return exitCodes.done;
};

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`${path} is not JSON: ${(error as Error).message}.`);
  }
};

const judgeAll = async (options: TrustOptions, io: Io): Promise<number> => {
  const isEnough = failOn(options.failOn ?? 'low');
  const own =
    options.config === undefined
      ? undefined
      : configuredSubjects(loadConfiguration(options.config).federation);
  const judged: JudgedRole[] = [];
  const unread: Unread[] = [];
  for (const account of await gatherRoles(options, io)) {
    const { policies, existingProviders } = account;
    unread.push(...account.unread);
    for (const found of policies) {
      const { parsed, source } = found;
      if (parsed.status === 'unreadable') {
        unread.push({ where: source, why: parsed.why, kind: 'fault' });
        continue;
      }
      judged.push(
        judgedRole(found, parsed.policy, {
          ...(own === undefined ? {} : { own }),
          ...(existingProviders === undefined ? {} : { existingProviders }),
        }),
      );
    }
  }
  for (const { where, why } of unread) {
    io.note(why.startsWith(where) ? `lastkey: ${why}` : `lastkey: ${where}: ${why}`);
  }
  const isPartial = unread.some(({ kind }) => kind !== 'detail');
  if (judged.length > 0 || !isPartial || options.format === 'sarif' || isJson(options)) {
    print(options, judged, unread, io);
  }
  if (isPartial) io.note('lastkey: this result is partial: see above what was not read.');
  if (unread.some(({ kind }) => kind === 'fault')) return exitCodes.wrongUse;
  if (isPartial) return exitCodes.couldNotFinish;
  const isFound = judged.some(({ role }) =>
    role.findings.some(({ severity }) => isEnough(severity)),
  );
  return isFound ? exitCodes.found : exitCodes.done;
};

const isJson = ({ json, format }: TrustOptions): boolean =>
  format === 'json' || (json && format === undefined);

const print = (
  options: TrustOptions,
  judged: readonly JudgedRole[],
  unread: readonly Unread[],
  io: Io,
): void => {
  if (options.format === 'sarif') {
    io.out(`${JSON.stringify(sarif(judged, unread, options.version ?? '0.0.0'), null, 2)}\n`);
  } else if (isJson(options)) {
    const document = {
      version: 1,
      partial: unread.some(({ kind }) => kind !== 'detail'),
      roles: judged.map(({ role }) => role),
      unread: unread.map(({ where, why }) => ({ where, why })),
    };
    io.out(`${JSON.stringify(document, null, 2)}\n`);
  } else printRoles(judged, io);
};
