import type { KnownBlock } from '@slack/types';
import type { KeyCase } from '../keys/key-case.ts';
import { blockLimits } from './block-limits.ts';
import { plainSection, section } from './blocks.ts';
import { code, escapeControl, manyLines } from './outside-text.ts';
import { switchMaterial } from './switch-material.ts';

/** Slack refuses messages that are long in all; a thread is not a manual. */
const mostBlocks = 20;

/** How to switch, step by step with the code to copy, split within Slack's limits. */
export const switchSteps = (keyCase: KeyCase): readonly KnownBlock[] => {
  const { replacement } = keyCase;
  const { inline, files } = switchMaterial(keyCase);
  const steps =
    replacement.steps.length === 0
      ? [replacement.summary]
      : replacement.steps.map((step, index) => `${index + 1}. ${step}`);
  const blocks = [
    plainSection(steps),
    ...inline.flatMap(([name, text]) => snippet(name, text)),
    ...(files.length === 0 ? [] : [filesLine(files)]),
  ];
  return blocks.length <= mostBlocks
    ? blocks
    : [...blocks.slice(0, mostBlocks - 1), section('The rest does not fit into a message.')];
};

const filesLine = (files: readonly { readonly name: string }[]): KnownBlock =>
  section(`As files below: ${files.map(({ name }) => code(name, 120)).join(', ')}`);

const snippet = (name: string, text: string): readonly KnownBlock[] => {
  const title = `${code(name, 200)}\n`;
  // On lines of their own: a backtick that the code starts or ends with would join the fence.
  const [open, close] = ['```\n', '\n```'];
  const room = blockLimits.sectionText - title.length - open.length - close.length;
  return chunks(text.trimEnd(), room).map((chunk, index) =>
    section(`${index === 0 ? title : ''}${open}${chunk}${close}`),
  );
};

/** Escaped text in pieces of at most `max` characters, broken at line ends where there is one. */
const chunks = (text: string, max: number): readonly string[] => {
  const pieces: string[] = [];
  let piece = '';
  for (const line of manyLines(text).flatMap((each) => shortLines(each, max))) {
    if (piece !== '' && piece.length + 1 + line.length > max) {
      pieces.push(piece);
      piece = line;
    } else {
      piece = piece === '' ? line : `${piece}\n${line}`;
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
};

/** One line escaped, in parts of at most `max`; three backticks in a row would end the block. */
const shortLines = (line: string, max: number): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  for (const character of line.replaceAll('```', "'''")) {
    const escaped = escapeControl(character);
    if (part.length + escaped.length > max) {
      parts.push(part);
      part = '';
    }
    part += escaped;
  }
  return [...parts, part];
};
