import type { KeyCase } from '../core/keys/key-case.ts';
import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import { noticeId } from '../core/keys/notices.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import { deleteKey } from './delete-key.ts';
import { disableKey } from './disable-key.ts';
import type { FlowOutcome, ResponseRequest } from './ports.ts';
import {
  announce,
  type RespondPorts,
  type RespondSettings,
  type Story,
  stop,
} from './response-story.ts';
import { restoreKey } from './restore-key.ts';

/**
 * Disables, restores or deletes exactly one key, after the last look, within the caps, or says why not. The
 * record exists before the act, and the act is verified by reading again.
 */
export const respond = async (
  request: ResponseRequest,
  ports: RespondPorts,
  settings: RespondSettings,
): Promise<FlowOutcome> =>
  claimed(ports, 'respond', request.id, async () => {
    const keyCase = await ports.cases.readCase(request.key);
    if (keyCase === null) {
      throw new LastkeyError(
        'no-case',
        `Nothing is known about key ${request.key.accessKeyId}, so nothing is done to it.`,
        { retry: 'no' },
      );
    }
    const place = keyCase.place ?? unknownPlace(keyCase.key.accountId);
    const { settings: keySettings, mode } = settingsForKey(settings.configuration, place);
    const story: Story = {
      request,
      ports,
      settings,
      keySettings,
      // All three: what was deployed, what is configured now, and what the owner was told.
      mayAct: [settings.deployedMode, mode, keyCase.mode].every((each) => each === 'enforce'),
      now: ports.clock.now(),
    };
    if (isAnswered(request, keyCase)) {
      await announce(story, keyCase);
      return stop(story, keyCase, 'this request was carried out or stopped before');
    }
    switch (request.act) {
      case 'disable':
        return disableKey(story, keyCase);
      case 'restore':
        return restoreKey(story, keyCase);
      case 'delete':
        return deleteKey(story, keyCase);
    }
  });

/**
 * An attempt that ended early, or a dead letter that was put back days later: the case holds the outcome
 * of this very request, and the world has gone on since. A use that stopped it would now lie before the
 * new round, and a key that was restored may have been disabled again.
 */
const isAnswered = ({ id }: ResponseRequest, { notices }: KeyCase): boolean => {
  const outcomes = answers.map((kind) => noticeId(kind, id));
  return notices.some((notice) => outcomes.includes(notice.id));
};

const answers = ['disabled', 'restored', 'deleted', 'used-since-warning'] as const;
