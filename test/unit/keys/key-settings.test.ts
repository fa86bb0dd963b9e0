import { describe, expect, it } from 'vitest';
import { settingsForKey, unknownPlace } from '../../../src/core/keys/key-settings.ts';
import { configurationOf } from '../../flows/key-story.ts';

const configuration = configurationOf(`mode: observe
overrides:
  - where: { account: "111122223333" }
    keys: { unusedDays: 30 }
  - where: { userTag: "tier=gold" }
    keys: { mode: enforce, unusedDays: 10 }`);
const place = { accountId: '111122223333', ous: [], userPath: '/', userTags: { tier: 'gold' } };

describe('the settings for a key', () => {
  it('come from the first override that matches, setting by setting', () => {
    const { settings, mode } = settingsForKey(configuration, place);
    expect(settings.unusedDays).toBe(30);
    expect(mode).toBe('enforce');
  });

  it('stay the default where no override matches', () => {
    const elsewhere = { ...place, accountId: '444455556666', userTags: {} };
    expect(settingsForKey(configuration, elsewhere)).toMatchObject({
      mode: 'observe',
      undecided: [],
    });
  });

  it('never enforce on a guess: an override that cannot be decided means observe', () => {
    const enforced = { ...configuration, mode: 'enforce' as const };
    expect(settingsForKey(enforced, unknownPlace('444455556666'))).toMatchObject({
      mode: 'observe',
      undecided: ['userTag tier=gold'],
    });
  });
});
