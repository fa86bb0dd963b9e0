import { type Severity, severities } from '../core/federation/finding.ts';
import { InputError } from '../core/model/errors.ts';

/**
 * What `--fail-on` asks of a severity.
 * @throws InputError for a word that is no severity
 */
export const failOn = (word: string): ((severity: Severity) => boolean) => {
  const least = severities.findIndex((each) => each.toLowerCase() === word.toLowerCase());
  if (least >= 0) return (severity) => severities.indexOf(severity) >= least;
  throw new InputError(
    `--fail-on takes a severity. Got "${word}", expected one of: ${severities.join(', ').toLowerCase()}.`,
  );
};
