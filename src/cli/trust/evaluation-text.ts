import type { Evaluation, Reason } from '../../core/federation/evaluate.ts';

const marks = new Map<Reason['matched'], string>([
  [true, 'yes'],
  [false, 'no '],
  ['unknown', '?  '],
]);

const line = ({ statement, element, key, operator, wanted, got, matched }: Reason): string => {
  const where = statement === null ? 'token' : `statement ${statement + 1}`;
  const what = [element === 'Condition' ? '' : element, operator, key]
    .filter((word) => word !== null && word !== '' && word !== undefined)
    .join(' ');
  const have = got === null ? 'absent' : got.join(', ');
  return `  ${marks.get(matched)} ${where}: ${what} wanted ${wanted.join(' or ')}; got ${have}`;
};

/** One evaluation for people. */
export const evaluationText = ({ decision, reasons }: Evaluation): string =>
  [decision, ...reasons.map(line), ''].join('\n');
