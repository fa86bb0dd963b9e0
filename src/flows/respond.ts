import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import { deleteKey } from './delete-key.ts';
import { disableKey } from './disable-key.ts';
import type { FlowOutcome, ResponseRequest } from './ports.ts';
import type { RespondPorts, RespondSettings, Story } from './response-story.ts';
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
    switch (request.act) {
      case 'disable':
        return disableKey(story, keyCase);
      case 'restore':
        return restoreKey(story, keyCase);
      case 'delete':
        return deleteKey(story, keyCase);
    }
  });
