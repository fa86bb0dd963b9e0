import type { LocalOrganization } from '../organization.ts';
import type { LocalSlack } from '../slack/start-slack.ts';
import { personName } from './conversation-name.ts';
import { type LogLine, outcomeOf, parseLogLine } from './log-outcome.ts';

/** What has been told already, so that each scene tells only what is new. */
export interface Narrator {
  /** The headline of a scene. */
  scene(title: string): void;
  /** Something that happens in the world, not done by lastkey. */
  happens(line: string): void;
  /** Prints what was seen and done since the last time, one line a thing, in the order it happened. */
  catchUp(): Promise<void>;
}

interface Happening {
  /** Milliseconds since the epoch, by the organization's clock. */
  readonly at: number;
  readonly verb: string;
  readonly text: string;
}

const width = 118;

export const narrator = (
  organization: LocalOrganization,
  slack: LocalSlack,
  print: (line: string) => void,
  conversationName: (id: string) => string,
): Narrator => {
  const seen = { calls: 0, logs: 0, letters: 0 };
  const messagesTold = new Set<string>();

  const fromLogs = (): readonly Happening[] => {
    const all = organization.logs.all();
    const fresh = all.slice(seen.logs);
    seen.logs = all.length;
    return fresh
      .map(({ line }) => parseLogLine(line))
      .filter((log): log is LogLine => log !== undefined)
      .flatMap((log) => {
        const outcome = outcomeOf(log);
        return outcome === undefined ? [] : [{ at: Date.parse(log.timestamp), ...outcome }];
      });
  };

  const fromActs = (): readonly Happening[] => {
    const all = organization.calls.all();
    const fresh = all.slice(seen.calls);
    seen.calls = all.length;
    return fresh
      .filter(({ action, principalArn }) => action === 'UpdateAccessKey' && isOurs(principalArn))
      .map(({ at, parameters }) => ({
        at,
        verb: 'acted',
        text: `${parameters['AccessKeyId']} is ${parameters['Status']} now`,
      }));
  };

  const fromMessages = (): readonly Happening[] =>
    slack.messages().flatMap((message) => {
      const id = `${message.channel}/${message.ts}`;
      if (messagesTold.has(id)) return [];
      messagesTold.add(id);
      const whom = conversationName(message.channel);
      const where = message.threadTs === undefined ? whom : `${whom} in the thread`;
      return [
        {
          at: Number(message.ts) * 1000,
          verb: message.onlyFor === undefined ? 'told' : 'to one',
          text: `${where}: ${shortened(message.text)}`,
        },
      ];
    });

  const tell = ({ at, verb, text }: Happening): void => {
    const line = `  ${shortTime(at)}  ${verb.padEnd(8)} ${text.replaceAll('\n', ' ')}`;
    print(line.length > width ? `${line.slice(0, width - 1)}…` : line);
  };
  const tellNew = (): void => {
    const fresh = [...fromLogs(), ...fromActs(), ...fromMessages()];
    for (const each of fresh.sort((a, b) => a.at - b.at)) tell(each);
  };

  return {
    scene(title) {
      print('');
      print(`${longDay(organization.time.now())}  ${title}`);
    },
    happens(line) {
      tellNew();
      tell({ at: organization.time.now(), verb: '·', text: line });
    },
    async catchUp() {
      tellNew();
      const letters = await organization.deadLetters();
      for (const letter of letters.slice(seen.letters)) {
        tell({
          at: organization.time.now(),
          verb: 'parked',
          text: `${letter.queueName}: ${letter.body.slice(0, 60)}`,
        });
      }
      seen.letters = letters.length;
    },
  };
};

/** What a line has room for: names instead of ARNs and ids. */
const shortened = (text: string): string =>
  text
    .replace(/^Access key to replace: /, '')
    .replace(/ Key AKIA\w+\./, '')
    .replaceAll(/arn:aws:iam::\d{12}:role\//g, '')
    .replaceAll(/<@(\w+)>/g, (_, id: string) => `@${personName(id)}`);

const isOurs = (principalArn: string): boolean => principalArn.includes('/lastkey-respond/');

/** `02 Nov 09:05` */
const shortTime = (at: number): string => {
  const text = new Date(at).toUTCString();
  return `${text.slice(5, 11)} ${text.slice(17, 22)}`;
};

/** `Mon, 02 Nov 2026` */
const longDay = (at: number): string => new Date(at).toUTCString().slice(0, 16);
