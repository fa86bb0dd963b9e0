/** A structured log line of a function. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  /** RFC 3339, by the function's clock. */
  readonly timestamp: string;
  readonly did?: string;
  readonly subject?: string;
  readonly error?: { readonly message?: string };
}

/** Metrics and lines that are not JSON are not for people: `undefined`. */
export const parseLogLine = (line: string): LogLine | undefined => {
  try {
    const log = JSON.parse(line) as LogLine;
    return typeof log.message === 'string' && typeof log.timestamp === 'string' ? log : undefined;
  } catch {
    return undefined;
  }
};

/** What a log line says, when it is worth a line of the story. */
export const outcomeOf = (
  log: LogLine,
): { readonly verb: string; readonly text: string } | undefined => {
  if (log.level === 'WARN') {
    const reason = log.error?.message ?? log.message;
    return { verb: 'retry', text: reason };
  }
  if (log.level === 'ERROR') return { verb: 'failed', text: log.message };
  const [flow = ''] = log.message.split(':');
  const verb = verbs[flow];
  if (log.did === undefined || verb === undefined || isQuiet.test(log.did)) return undefined;
  return { verb, text: `${words[log.did] ?? log.did}  ${log.subject ?? ''}`.trimEnd() };
};

/** What `notify` did is told by the message itself, and what `slack-answered` took by the answer. */
const verbs: Readonly<Record<string, string>> = {
  'access-key-changed': 'seen',
  'federation-used': 'counted',
  'federation-changed': 'seen',
  answer: 'clicked',
  respond: 'respond',
  'advance-cases': 'time',
  'recommend-again': 'weighed',
  'inspect-accounts': 'swept',
  'close-sweep': 'swept',
};

/** Outcomes that read better in other words. */
const words: Readonly<Record<string, string>> = {
  'open-case': 'a key, and opened its case:',
  're-activated': 'a disabled key made active again:',
  'recorded: our own call': 'our own call, and left it at that:',
  gone: 'a key deleted:',
  duplicate: 'the same once more, and did nothing:',
  unreadable: 'something unreadable, recorded:',
  'would-disable': 'observing only, so nothing was changed:',
};

/** Rounds in which nothing was due. */
const isQuiet = /^advanced: 0 warned, 0 due, 0 waiting|^nothing new to look at/;
