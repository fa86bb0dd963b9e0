import { invalidPattern } from './invalid-pattern.ts';

/** `*` for any run of characters; `\*` and `\\` stand for themselves; `**` is refused. */
export const wildcard = (pattern: string, place: string): ((text: string) => boolean) => {
  let expression = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    if (sign === '\\') {
      at += 1;
      const escaped = pattern.charAt(at);
      if (escaped !== '*' && escaped !== '\\') {
        throw invalidPattern(`"${place}" has an unknown escape in "${pattern}".`);
      }
      expression += `\\${escaped}`;
    } else if (sign === '*') {
      if (pattern.charAt(at + 1) === '*') {
        throw invalidPattern(`"${place}" has consecutive wildcards in "${pattern}".`);
      }
      expression += '.*';
    } else {
      expression += sign.replace(/[\^$.|?+()[\]{}]/, '\\$&');
    }
  }
  const regular = new RegExp(`^${expression}$`, 's');
  return (text) => regular.test(text);
};
