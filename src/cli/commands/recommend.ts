import { InputError } from '../../core/model/errors.ts';
import {
  type AccessKeyId,
  type AccountId,
  parseAccessKeyId,
  parseAccountId,
} from '../../core/model/ids.ts';
import { type Instant, instantOf, parseInstant } from '../../core/model/instant.ts';
import { recommend as recommendRole } from '../../core/replacement/recommend.ts';
import { closestTo } from '../closest-to.ts';
import { loadConfiguration } from '../configuration.ts';
import { exitCodes, type Io } from '../output.ts';
import { chooseKey } from '../recommend/choose-key.ts';
import { readAnswers } from '../recommend/read-answers.ts';
import { readSnapshotUser } from '../recommend/read-snapshot-user.ts';
import {
  type RecommendationDocument,
  recommendationDocument,
} from '../recommend/recommendation-document.ts';
import { recommendationInput } from '../recommend/recommendation-input.ts';
import { printable, recommendationText } from '../recommend/recommendation-text.ts';
import type { UserReading } from '../recommend/user-reading.ts';
import { openSnapshot } from '../snapshot/open-snapshot.ts';

export interface RecommendOptions {
  readonly user: string;
  readonly account?: string;
  readonly key?: string;
  readonly from?: string;
  readonly format?: string;
  readonly json: boolean;
  readonly answer: readonly string[];
  readonly roleName: string;
  readonly regions: readonly string[];
  readonly days: number;
  readonly lookUps: number;
  readonly now?: string;
  readonly config?: string;
}

/** CloudTrail keeps its event history so long. */
const mostDays = 90;

/**
 * Names the role that a user's key should be replaced by, and how to switch. Reads only.
 * @returns 0 with an answer, one that asks something too; 2 a bad file in the snapshot; 3 AWS refused
 *   or failed to tell something (the answer is printed all the same, and marked as partial)
 * @throws InputError for wrong use; LastkeyError when nothing could be read
 */
export const recommend = async (options: RecommendOptions, io: Io): Promise<number> => {
  const format = formatOf(options);
  const answers = readAnswers(options.answer);
  const now = timeOf(options.now);
  const configuration = loadConfiguration(options.config);
  const wanted = keyIdOf(options.key);
  if (options.days < 1 || options.days > mostDays) {
    throw new InputError(`--days takes 1 to ${mostDays}. Got ${options.days}.`);
  }
  const reading = await readingOf(options, wanted, now, io);
  const key = chooseKey(reading.userName, reading.keys, wanted);
  if (key === undefined && reading.keysAreKnown) {
    throw new InputError(
      `${reading.userName} in account ${reading.accountId} has no access key. There is nothing to replace.`,
    );
  }
  const replacement = recommendRole(recommendationInput(reading, key, answers, configuration, now));
  const document = recommendationDocument(reading, key, replacement, {
    source: options.from === undefined ? 'live' : 'snapshot',
    at: now,
  });
  io.out(rendered(document, format, io));
  for (const gap of reading.gaps) io.note(`lastkey: ${gap}`);
  if (reading.gaps.length > 0) {
    io.note('lastkey: the answer is partial. Nothing is known about what is named above.');
  }
  if (reading.hasBadInput) return exitCodes.wrongUse;
  return reading.gaps.length > 0 ? exitCodes.couldNotFinish : exitCodes.done;
};

const readingOf = async (
  options: RecommendOptions,
  accessKeyId: AccessKeyId | undefined,
  now: Instant,
  io: Io,
): Promise<UserReading> => {
  const accountId = accountOf(options.account);
  if (options.from !== undefined) {
    const snapshot = await openSnapshot(options.from);
    return readSnapshotUser(snapshot, { userName: options.user, accountId, accessKeyId }, now);
  }
  // The SDK is a second's work to load on a small machine, and a snapshot needs none of it.
  const { readLiveUser } = await import('../recommend/read-live-user.ts');
  const { user: userName, roleName, regions, days, lookUps } = options;
  return readLiveUser(
    { userName, accountId, accessKeyId, roleName, regions, days, lookUps, now },
    io,
  );
};

/** @throws InputError when the answer has no such piece */
const rendered = (document: RecommendationDocument, format: string, io: Io): string => {
  if (format === 'json') return `${JSON.stringify(document, null, 2)}\n`;
  if (format === 'text') return recommendationText(document, io.columns);
  const text = pieceOf(document, format);
  if (text !== undefined) {
    const { questions } = document.replacement;
    if (questions.length > 0) {
      io.note(
        `lastkey: incomplete. <…> stands for: ${questions.map(({ field, label }) => `${label} (--answer ${field}=…)`).join(', ')}.`,
      );
    }
    return text.endsWith('\n') ? text : `${text}\n`;
  }
  const names = ['text', 'json', ...printable(document)];
  const meant = closestTo(format, names);
  throw new InputError(
    `--format ${format}: this answer has no such piece. ${meant === undefined ? `Expected one of ${names.join(', ')}` : `Did you mean ${meant}`}${meant === undefined ? '.' : '?'}`,
  );
};

const pieceOf = ({ replacement }: RecommendationDocument, name: string): string | undefined => {
  const { trustPolicy, permissionsPolicy, snippets } = replacement;
  if (Object.hasOwn(snippets, name)) return snippets[name];
  const policy =
    name === 'trust-policy'
      ? trustPolicy
      : name === 'permissions-policy'
        ? permissionsPolicy
        : undefined;
  return policy === undefined ? undefined : JSON.stringify(policy, null, 2);
};

/** @throws InputError when `--json` and `--format` disagree */
const formatOf = ({ format, json }: RecommendOptions): string => {
  if (!json) return format ?? 'text';
  if (format === undefined || format === 'json') return 'json';
  throw new InputError(`--json and --format ${format} do not go together: give one of them.`);
};

const accountOf = (text: string | undefined): AccountId | undefined => {
  if (text === undefined) return undefined;
  const accountId = parseAccountId(text);
  if (accountId !== undefined) return accountId;
  throw new InputError(`--account takes an account ID. Got "${text}", expected 12 digits.`);
};

const keyIdOf = (text: string | undefined): AccessKeyId | undefined => {
  if (text === undefined) return undefined;
  const id = parseAccessKeyId(text);
  if (id?.startsWith('AKIA') === true) return id;
  throw new InputError(
    `--key takes the id of a long-lived key. Got "${text}", expected AKIA and more.`,
  );
};

/** @throws InputError for what is no time */
const timeOf = (text: string | undefined): Instant => {
  if (text === undefined) return instantOf(Date.now());
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at !== undefined) return at;
  throw new InputError(
    `--now takes a time. Got "${text}", expected 2026-11-23 or 2026-11-23T10:00:00Z.`,
  );
};
