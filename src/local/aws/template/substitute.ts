/** `Fn::Sub`: `${name}` is replaced, `${!name}` stands for `${name}` itself. */
export const substitute = (text: string, replacement: (name: string) => unknown): string =>
  text.replace(/\$\{([^}]+)\}/g, (_whole, name: string) =>
    name.startsWith('!') ? `\${${name.slice(1)}}` : String(replacement(name.trim())),
  );
