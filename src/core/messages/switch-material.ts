import type { KeyCase } from '../keys/key-case.ts';
import { nameOfArn } from '../model/ids.ts';

/** The code of a switch: what a message holds, and what goes up as files. */
export interface SwitchMaterial {
  readonly inline: readonly (readonly [name: string, text: string])[];
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

/** A block holds 3,000 characters, escaped: what is longer would be cut into pieces to copy. */
const mostInline = 2500;
/** All code of one message. Slack refuses messages that are long in all. */
const mostInlineInAll = 9000;

/** Short code stays in the message, where it is read; long code is a file each. */
export const switchMaterial = ({ replacement, key }: KeyCase): SwitchMaterial => {
  const { role, snippets, trustPolicy, permissionsPolicy } = replacement;
  const stem = safe(role === null ? key.userName : nameOfArn(role.arn));
  const all = [
    ...Object.entries(snippets),
    ...(trustPolicy === undefined ? [] : [['trust-policy', trustPolicy] as const]),
    ...(permissionsPolicy === undefined
      ? []
      : [['permissions-policy', permissionsPolicy] as const]),
  ];
  let left = mostInlineInAll;
  const inline: (readonly [string, string])[] = [];
  const files: { name: string; content: string }[] = [];
  for (const [name, text] of all) {
    if (text.length <= mostInline && text.length <= left && !asFile.test(name)) {
      inline.push([name, text]);
      left -= text.length;
    } else {
      files.push({ name: `${stem}.${safe(name)}${extension(name)}`, content: text });
    }
  }
  return { inline, files };
};

/** One of them is enough, and which is a matter of taste: nobody reads all three. */
const asFile = /^(cloudformation|cdk|terraform|trust-policy|permissions-policy(-\d+)?)$/;

const extensions: Readonly<Record<string, string>> = {
  cloudformation: '.yaml',
  cdk: '.ts',
  terraform: '.tf',
  workflow: '.yml',
};

const extension = (name: string): string => {
  if (/\.\w{1,5}$/.test(name)) return '';
  if (/policy/.test(name)) return '.json';
  return (Object.hasOwn(extensions, name) ? extensions[name] : undefined) ?? '.txt';
};

/** A file name on every system. */
const safe = (text: string): string => text.replace(/[^\w.-]+/g, '-').slice(0, 80) || 'lastkey';
