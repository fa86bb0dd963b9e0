import pc from 'picocolors';
import { evaluate } from '../../core/federation/evaluate.ts';
import { severities } from '../../core/federation/finding.ts';
import { InputError } from '../../core/model/errors.ts';
import { exitCodes, type Io } from '../output.ts';
import { evaluateCases } from '../trust/evaluate-cases.ts';
import { evaluationText } from '../trust/evaluation-text.ts';
import { type FoundPolicy, readPolicies } from '../trust/read-policies.ts';
import { readText } from '../trust/read-text.ts';
import { claimsFrom, contextFromWords } from '../trust/request.ts';
import { type RoleReport, roleReport } from '../trust/role-report.ts';
import { roleText } from '../trust/role-text.ts';
import { sarif } from '../trust/sarif.ts';

export interface TrustOptions {
  /** Paths, `-` for standard input. */
  readonly files: readonly string[];
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
}

/**
 * Judges who can assume roles, or evaluates tokens against a trust policy.
 * @returns 0 nothing at or above `failOn`; 1 something; 2 when an input was bad (what could be read
 *   is printed all the same)
 * @throws InputError for wrong use
 */
export const trust = async (options: TrustOptions, io: Io): Promise<number> => {
  if (options.cases !== undefined) return runCases(options, options.cases, io);
  if (options.files.length === 0) {
    throw new InputError(
      'Give the trust policies to judge: paths of files, or - for standard input.',
    );
  }
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
  const isJson = options.json || options.format === 'json';
  const document = { version: 1, decision, reasons };
  io.out(isJson ? `${JSON.stringify(document, null, 2)}\n` : evaluationText({ decision, reasons }));
  return exitCodes.done;
};

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`${path} is not JSON: ${(error as Error).message}.`);
  }
};

interface Judged {
  readonly file: string;
  readonly role: RoleReport;
}

const judgeAll = async (options: TrustOptions, io: Io): Promise<number> => {
  const least = severityNamed(options.failOn ?? 'low');
  const judged: Judged[] = [];
  const faults: string[] = [];
  for (const file of options.files) {
    try {
      for (const found of readPolicies(file, await readText(file, io)))
        judgeOne(found, judged, faults);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error.message);
    }
  }
  for (const fault of faults) io.note(`lastkey: ${fault}`);
  if (judged.length > 0 || faults.length === 0) print(options, judged, io);
  if (faults.length > 0) return exitCodes.wrongUse;
  const isFound = judged.some(({ role }) =>
    role.findings.some(({ severity }) => severities.indexOf(severity) >= least),
  );
  return isFound ? exitCodes.found : exitCodes.done;
};

const judgeOne = (found: FoundPolicy, judged: Judged[], faults: string[]): void => {
  if (found.parsed.status === 'unreadable') faults.push(`${found.source}: ${found.parsed.why}`);
  else judged.push({ file: found.file, role: roleReport(found, found.parsed.policy) });
};

const print = (options: TrustOptions, judged: readonly Judged[], io: Io): void => {
  const format = options.format ?? (options.json ? 'json' : 'text');
  if (format === 'sarif') io.out(`${JSON.stringify(sarif(judged), null, 2)}\n`);
  else if (format === 'json') {
    const document = { version: 1, roles: judged.map(({ role }) => role) };
    io.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const colours = pc.createColors(io.colour);
    const paint = (verdict: string) =>
      verdict === 'SAFE' || verdict === 'NOT-FEDERATED'
        ? colours.green(verdict)
        : verdict === 'BROAD'
          ? colours.yellow(verdict)
          : colours.red(verdict);
    for (const { role } of judged) io.out(`${roleText(role, paint)}\n`);
  }
};

const severityNamed = (name: string): number => {
  const index = severities.findIndex((severity) => severity.toLowerCase() === name.toLowerCase());
  if (index >= 0) return index;
  throw new InputError(
    `--fail-on takes a severity. Got "${name}", expected one of: ${severities.join(', ').toLowerCase()}.`,
  );
};
