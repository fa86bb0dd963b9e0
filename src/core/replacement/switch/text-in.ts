/** Text as a literal of each language that a snippet is written in. */

/** A YAML scalar: plain where it cannot be read as anything else, else in double quotes. */
export const yamlText = (text: string): string =>
  plainYaml.test(text) && !reservedYaml.test(text) ? text : quoted(text);

const plainYaml = /^[A-Za-z</](?:[\w./<>@+=-]|:(?=[\w/<:])| (?=[\w<]))*$/;
const reservedYaml = /^(?:true|false|yes|no|on|off|null|y|n|<<|=)$/i;

/** In double quotes as JSON has it: YAML, C# and Python read it alike. */
export const quoted = (text: string): string =>
  JSON.stringify(wellFormed(text)).replace(unprintable, escapeUnit);

/** One shell word. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02 */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** In single quotes: TypeScript, and Groovy outside of GStrings. */
export const singleQuoted = (text: string): string =>
  `'${quoted(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/**
 * A Terraform string; `${` and `%{` would open a template.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export const hclText = (text: string): string =>
  quoted(text)
    .replace(/\\./g, (escaped) => hclEscapes[escaped] ?? escaped)
    .replace(/([$%])\{/g, '$1$1{');

const hclEscapes: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' };

/** For prose and comments: one line, of bounded length. */
export const oneLine = (text: string, max = 160): string => {
  const line = wellFormed(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length <= max ? line : `${wellFormed(line.slice(0, max - 1))}…`;
};

/** Half of a surrogate pair is no character: no format can hold it. */
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\uFFFD');

/** What JSON leaves as it is and YAML or a source file does not allow raw. */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const escapeUnit = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
