/** Markup that is safe to put into a page: only `html` and `raw` make it. */
export interface Html {
  readonly markup: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => escapes[char] ?? '');

type Part = string | number | Html | readonly Html[] | false | undefined;

const write = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
};

/**
 * A template whose values are escaped unless they are `Html` themselves. `false` and `undefined`
 * leave nothing. Attribute values must be quoted in the template.
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: strings.map((text, index) => text + write(parts[index])).join(''),
});

/** Markup written in this project: style sheets and scripts, never anything that came in. */
export const raw = (markup: string): Html => ({ markup });
