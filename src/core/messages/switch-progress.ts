import type { KnownBlock } from '@slack/types';
import type { KeyCase } from '../keys/key-case.ts';
import { nameOfArn } from '../model/ids.ts';
import { section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { code } from './outside-text.ts';

/** How far the switch is, step by step; no block before its first step was seen. */
export const switchProgress = (keyCase: KeyCase): readonly KnownBlock[] => {
  const { migration, replacement } = keyCase;
  if (migration === undefined || replacement.role === null) return [];
  const role = code(nameOfArn(replacement.role.arn));
  const { roleCreatedAt, roleFirstUsedAt } = migration;
  return [
    section(
      [
        '*The switch so far:*',
        done(
          roleCreatedAt === undefined
            ? `role ${role} is there`
            : `role ${role} made, ${slackDate(roleCreatedAt)}`,
        ),
        roleFirstUsedAt === undefined
          ? open('role used by the workload')
          : done(`role used by the workload, first ${slackDate(roleFirstUsedAt)}`),
        keyLine(keyCase),
        ...endLines(keyCase),
      ].join('\n'),
    ),
  ];
};

const done = (words: string): string => `☑ ${words}`;
const open = (words: string): string => `☐ ${words}`;

const keyLine = ({ lastUse, migration, notices }: KeyCase): string => {
  const isIdle = notices.some(({ kind }) => kind === 'replacement-in-use');
  const since = migration?.roleFirstUsedAt;
  if (lastUse === undefined) return open('key idle (when it was last used is not known)');
  if (lastUse === null) return done('key idle: it has never been used');
  const last = `last used ${slackDate(lastUse.at)}`;
  return isIdle || (since !== undefined && lastUse.at < since)
    ? done(`key idle: ${last}, before the role`)
    : open(`key idle (${last})`);
};

const endLines = ({ stage, disabled }: KeyCase): readonly string[] => {
  const isOff = stage === 'disabled' || stage === 'deleted' || stage === 'gone';
  return [
    isOff
      ? done(`key disabled${disabled === undefined ? '' : `, ${slackDate(disabled.at)}`}`)
      : open('key disabled'),
    stage === 'deleted' ? done('key deleted') : open('key deleted'),
  ];
};
