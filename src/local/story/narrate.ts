import type { LocalOrganization } from '../organization.ts';
import type { LocalSlack } from '../slack/start-slack.ts';

/** What has been told already, so that each scene tells only what is new. */
export interface Narrator {
  /** The headline of a scene. */
  scene(title: string): void;
  /** Something that happens in the world, not done by lastkey. */
  happens(line: string): void;
  /** Prints what was seen and done since the last time, one line a thing. */
  catchUp(): Promise<void>;
}

const width = 96;

export const narrator = (
  organization: LocalOrganization,
  slack: LocalSlack,
  print: (line: string) => void,
  channelName: (id: string) => string,
): Narrator => {
  let calls = 0;
  let logs = 0;
  let lettersTold = 0;
  const messagesTold = new Set<string>();

  const clock = (): string => new Date(organization.time.now()).toISOString().slice(11, 16);
  const tell = (verb: string, text: string): void => {
    const line = `  ${clock()}  ${verb.padEnd(8)} ${text.replaceAll('\n', ' ')}`;
    print(line.length > width ? `${line.slice(0, width - 1)}…` : line);
  };

  const tellFlows = (): void => {
    const all = organization.logs.all();
    for (const { line } of all.slice(logs)) {
      const told = outcomeOf(line);
      if (told !== undefined) tell(told.verb, told.text);
    }
    logs = all.length;
  };

  const tellActs = (): void => {
    const all = organization.calls.all();
    for (const call of all.slice(calls)) {
      if (call.action !== 'UpdateAccessKey' || !isOurs(call)) continue;
      const { AccessKeyId: keyId, Status: status } = call.parameters as Record<string, string>;
      tell('acted', `${keyId} is ${status} now`);
    }
    calls = all.length;
  };

  const tellMessages = (): void => {
    for (const message of slack.messages()) {
      const id = `${message.channel}/${message.ts}`;
      if (messagesTold.has(id)) continue;
      messagesTold.add(id);
      const whom = channelName(message.channel);
      const verb = message.onlyFor === undefined ? 'told' : 'to one';
      tell(verb, `${whom}${message.threadTs === undefined ? '' : ' (thread)'}: ${message.text}`);
    }
  };

  return {
    scene(title) {
      const day = new Date(organization.time.now()).toUTCString().slice(0, 16);
      print('');
      print(`${day}  ${title}`);
    },
    happens: (line) => tell('·', line),
    async catchUp() {
      tellFlows();
      tellActs();
      tellMessages();
      const letters = await organization.deadLetters();
      for (const letter of letters.slice(lettersTold)) {
        tell('parked', `${letter.queueName}: ${letter.body.slice(0, 60)}`);
      }
      lettersTold = letters.length;
    },
  };
};

const isOurs = ({ principalArn }: { readonly principalArn: string }): boolean =>
  principalArn.includes('/lastkey-respond/');

/** What one structured log line of a function says, when it says something worth a line here. */
const outcomeOf = (line: string): { readonly verb: string; readonly text: string } | undefined => {
  const log = parseLog(line);
  if (log === undefined) return undefined;
  if (log.level === 'WARN')
    return { verb: 'retry', text: `${log.message} ${log.error?.message ?? ''}` };
  if (log.level === 'ERROR') return { verb: 'failed', text: log.message };
  if (log.did === undefined || isQuiet.test(log.did)) return undefined;
  const [flow = ''] = log.message.split(':');
  return { verb: verbs[flow] ?? 'did', text: `${log.did}  ${log.subject ?? ''}`.trimEnd() };
};

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly did?: string;
  readonly subject?: string;
  readonly error?: { readonly message?: string };
}

const parseLog = (line: string): LogLine | undefined => {
  try {
    const log = JSON.parse(line) as LogLine;
    return typeof log.message === 'string' ? log : undefined;
  } catch {
    return undefined; // metrics and other lines are not for people
  }
};

/** Delivering is told by the message itself; rounds in which nothing was due are not told. */
const isQuiet = /^(delivered|advanced: 0 warned, 0 due, 0 waiting)/;

const verbs: Readonly<Record<string, string>> = {
  'access-key-changed': 'seen',
  'federation-used': 'counted',
  'federation-changed': 'seen',
  answer: 'clicked',
  respond: 'respond',
  'advance-cases': 'time',
  notify: 'notify',
};
