/**
 * Reads the part of Terraform's language that the snippets use: resources, attributes, lists, objects,
 * strings and references. Anything else is an error, an open template in a string above all.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export const parseHclValue = (text: string): unknown => {
  const reader = new Reader(text);
  const value = reader.value();
  reader.end();
  return value;
};

/** The argument of each `jsonencode(…)`, in order. */
export const jsonEncoded = (text: string): readonly unknown[] => {
  const found: unknown[] = [];
  let at = text.indexOf('jsonencode(');
  while (at !== -1) {
    const reader = new Reader(text.slice(at + 'jsonencode('.length));
    found.push(reader.value());
    reader.expect(')');
    at = text.indexOf('jsonencode(', at + 'jsonencode('.length + reader.at);
  }
  return found;
};

/** Where it stands in the text. */
class Reader {
  at = 0;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  value(): unknown {
    this.space();
    const next = this.text[this.at];
    if (next === '{') return this.object();
    if (next === '[') return this.list();
    if (next === '"') return this.string();
    const word = /^[\w.-]+/.exec(this.text.slice(this.at))?.[0];
    if (word === undefined) throw new Error(`No value at ${this.rest()}`);
    this.at += word.length;
    if (/^-?\d/.test(word)) return Number(word);
    if (word === 'true' || word === 'false') return word === 'true';
    return word === 'null' ? null : { reference: word };
  }

  expect(token: string): void {
    this.space();
    if (!this.text.startsWith(token, this.at)) throw new Error(`No ${token} at ${this.rest()}`);
    this.at += token.length;
  }

  end(): void {
    this.space();
    if (this.at !== this.text.length) throw new Error(`More than a value: ${this.rest()}`);
  }

  private object(): unknown {
    this.expect('{');
    const entries: [string, unknown][] = [];
    for (this.space(); this.text[this.at] !== '}'; this.space()) {
      const key = this.text[this.at] === '"' ? this.string() : this.identifier();
      this.expect('=');
      entries.push([key, this.value()]);
      if (!/^[ \t]*\n/.test(this.text.slice(this.at)))
        throw new Error(`Two on a line: ${this.rest()}`);
    }
    this.expect('}');
    return Object.fromEntries(entries);
  }

  private list(): unknown {
    this.expect('[');
    const items: unknown[] = [];
    for (this.space(); this.text[this.at] !== ']'; this.space()) {
      items.push(this.value());
      this.space();
      if (this.text[this.at] !== ']') this.expect(',');
    }
    this.expect(']');
    return items;
  }

  private identifier(): string {
    const found = /^[A-Za-z_][\w-]*/.exec(this.text.slice(this.at))?.[0];
    if (found === undefined || /^(for|if|in|true|false|null)$/.test(found)) {
      throw new Error(`No key at ${this.rest()}`);
    }
    this.at += found.length;
    return found;
  }

  private string(): string {
    this.expect('"');
    let value = '';
    for (;;) {
      const rest = this.text.slice(this.at);
      const [whole, decoded] = stringPart(rest);
      this.at += whole.length;
      if (whole === '"') return value;
      value += decoded;
    }
  }

  private space(): void {
    this.at += /^\s*/.exec(this.text.slice(this.at))?.[0].length ?? 0;
  }

  private rest(): string {
    return JSON.stringify(this.text.slice(this.at, this.at + 40));
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};

/** The next part of a string, and what it stands for. */
const stringPart = (rest: string): readonly [string, string] => {
  const escaped = /^\\(?:([nrt"\\])|u([0-9a-fA-F]{4}))/.exec(rest);
  if (escaped !== null) {
    const [whole, letter, hex] = escaped;
    return [
      whole,
      hex === undefined
        ? (escapes[letter ?? ''] ?? '')
        : String.fromCharCode(Number.parseInt(hex, 16)),
    ];
  }
  const literal = /^(?:\$\$\{|%%\{)/.exec(rest)?.[0];
  if (literal !== undefined) return [literal, literal.slice(1)];
  if (/^[$%]\{/.test(rest)) throw new Error(`An open template: ${rest.slice(0, 40)}`);
  const [character] = rest;
  if (character === undefined || character === '\n' || character === '\\') {
    throw new Error(`A broken string: ${JSON.stringify(rest.slice(0, 40))}`);
  }
  return [character, character];
};
