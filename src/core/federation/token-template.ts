/** A claim's wording: fixed text and fields in turn. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string };

export type FieldValues = Readonly<Record<string, string>>;

/** `repo:<owner>/<repo>` in parts. */
export const parseTemplate = (template: string): readonly TemplatePart[] =>
  template
    .split(/(<\w+>)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^<\w+>$/.test(part)
        ? { kind: 'field', name: part.slice(1, -1) }
        : { kind: 'text', text: part },
    );

export const fieldsOf = (template: string): readonly string[] =>
  parseTemplate(template).flatMap((part) => (part.kind === 'field' ? [part.name] : []));

export const fillTemplate = (template: string, values: FieldValues): string =>
  parseTemplate(template)
    .map((part) => (part.kind === 'text' ? part.text : (values[part.name] ?? '')))
    .join('');
