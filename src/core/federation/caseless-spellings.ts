import type { Field } from '../idps/identity-provider.ts';
import { parseTemplate } from './token-template.ts';

/** A text with a piece of it spelt as given, wherever it stands in whatever case. */
const respell = (text: string, piece: string): string => {
  const [lower, wanted] = [text.toLowerCase(), piece.toLowerCase()];
  let [spelt, from] = ['', 0];
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    spelt += text.slice(from, at) + piece;
    from = at + piece.length;
  }
  return spelt + text.slice(from);
};

/**
 * How a claim can be spelt that equals a value but for its case: as the value has it, in lower case,
 * and with the fixed text of the claim and the values of its enumerated fields as tokens have them.
 */
export const caselessSpellings = (
  value: string,
  template: string,
  fields: Readonly<Record<string, Field>>,
): readonly string[] => {
  const fixed = parseTemplate(template).flatMap((part) =>
    part.kind === 'text' ? [part.text] : (fields[part.name]?.values ?? []),
  );
  const lower = value.toLowerCase();
  const pieces = fixed.filter((piece) => piece !== piece.toLowerCase());
  return [...new Set([value, lower, pieces.reduce(respell, lower)])];
};
