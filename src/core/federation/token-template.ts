/** A claim's wording: fixed text and fields in turn. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string };

export type FieldValues = Readonly<Record<string, string>>;

/** `repo:<owner>/<repo>` in parts; splitting leaves the fields at the odd places. */
export const parseTemplate = (template: string): readonly TemplatePart[] =>
  template
    .split(/<(\w+)>/)
    .map((part, index) =>
      index % 2 === 1 ? { kind: 'field', name: part } : { kind: 'text', text: part },
    );

export const fieldsOf = (template: string): readonly string[] =>
  parseTemplate(template).flatMap((part) => (part.kind === 'field' ? [part.name] : []));

export const fillTemplate = (template: string, values: FieldValues): string =>
  parseTemplate(template)
    .map((part) => (part.kind === 'text' ? part.text : (values[part.name] ?? '')))
    .join('');
