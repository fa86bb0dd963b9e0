/** HTML or SVG that is safe to write as it is. */
export interface Markup {
  readonly markup: string;
}

type Value = Markup | string | number | readonly Markup[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and quoted attributes. What no document may hold becomes a space. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: names come from outside.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ' ')
    .replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');

const written = (value: Value): string => {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
};

/** Markup from a template; every value in it is escaped unless it is markup itself. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  markup: parts
    .map((part, index) => (index === 0 ? part : `${written(values[index - 1] ?? '')}${part}`))
    .join(''),
});

export const none: Markup = { markup: '' };
