import type { KeyCase, OwnerContact } from '../keys/key-case.ts';
import { header, section } from './blocks.ts';
import { headline } from './headline.ts';
import { code, plain } from './outside-text.ts';
import type { SlackMessage } from './slack-message.ts';
import { whoIs } from './who.ts';

/**
 * What the message to a former owner becomes: who has the key now, and nothing else. No buttons, and
 * none of what the present owner is told.
 */
export const renderPassedOn = (keyCase: KeyCase, now: OwnerContact): SlackMessage => ({
  text: plain(`Passed on. ${headline(keyCase)}.`, 500),
  blocks: [
    header('Access key passed on'),
    section(
      `Key ${code(keyCase.key.accessKeyId)} in account ${code(keyCase.accountName)} is now with ` +
        `${whoIs(now.contact)}. There is nothing left to do here.`,
    ),
  ],
});
