const firstAndRest = (text: string, width: number, indent: string): readonly [string, string] => {
  const room = Math.max(8, width - indent.length);
  if (text.length <= room) return [text, ''];
  const space = text.lastIndexOf(' ', room);
  // A subject or ARN has no spaces: it is cut where the line ends.
  const at = space > room / 3 ? space : room;
  return [text.slice(0, at), text.slice(at).trimStart()];
};

/**
 * A text as lines no wider than `width` characters.
 * @param first what the first line begins with
 * @param next what every further line begins with
 */
export const foldLine = (
  text: string,
  width: number,
  first: string,
  next: string,
): readonly string[] => {
  const lines: string[] = [];
  let rest = text;
  let indent = first;
  do {
    const [line, more] = firstAndRest(rest, width, indent);
    lines.push(`${indent}${line}`.trimEnd());
    rest = more;
    indent = next;
  } while (rest !== '');
  return lines;
};
