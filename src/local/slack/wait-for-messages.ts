import type { Message } from './message-store.ts';
import type { Workspace } from './workspace.ts';

const summary = (messages: readonly Message[]): string =>
  messages.map(({ channel, ts, text }) => `  ${channel} ${ts} ${text.slice(0, 100)}`).join('\n') ||
  '  none';

/** @throws Error after `timeoutMs`, with the messages that there are */
export const waitForMessages = <Found>(
  workspace: Workspace,
  look: (messages: readonly Message[]) => Found | undefined | false,
  timeoutMs: number,
): Promise<Found> =>
  new Promise((resolve, reject) => {
    const finish = (act: () => void) => {
      clearTimeout(timer);
      stop();
      act();
    };
    const check = () => {
      try {
        const found = look(workspace.messages.all());
        if (found !== undefined && found !== false) finish(() => resolve(found));
      } catch (cause) {
        finish(() => reject(cause));
      }
    };
    const timer = setTimeout(() => {
      const messages = summary(workspace.messages.all());
      const why = `Nothing was found in the local Slack within ${timeoutMs} ms. Messages:\n${messages}`;
      finish(() => reject(new Error(why)));
    }, timeoutMs);
    const stop = workspace.signal.listen(check);
    check();
  });
