import { join, resolve } from 'node:path';
import { parseConfiguration } from '../src/cli/configuration.ts';
import { playStory } from '../src/local/story/play-story.ts';
import type { World } from '../src/local/story/start-world.ts';
import { storyConfiguration } from '../src/local/story/story-configuration.ts';
import { printRows, type Row } from './support/measure.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** What the responder called on the way to the first disabled key, from assuming its role there. */
const callsToAct = ({ organization }: World): readonly string[] => {
  const calls = organization.calls.all();
  const act = calls.findIndex(({ action }) => action === 'UpdateAccessKey');
  const own = calls
    .slice(0, act + 1)
    .filter(({ principalArn }) => /lastkey-(hub-)?respond\//.test(principalArn))
    .map(({ service, action }) => `${service}:${action}`);
  return own.slice(own.lastIndexOf('sts:AssumeRole'));
};

/** AWS calls of each function, by invocation. */
const callsPerInvocation = ({ organization }: World): readonly Row[] => {
  const invocations = organization.invocations.all();
  const purposes = [...new Set(invocations.map(({ purpose }) => purpose))].sort();
  return purposes.map((purpose) => {
    const times = invocations.filter((each) => each.purpose === purpose).length;
    const calls = organization.calls
      .all()
      .filter(({ principalArn }) => principalArn.includes(`lastkey-hub-${purpose}/`)).length;
    return [
      `${purpose}: its own calls for each invocation`,
      (calls / times).toFixed(1),
      `${calls} calls, ${times} invocations`,
    ];
  });
};

/** Plays the story and counts: the numbers do not depend on the machine. */
const awsCallsBench = async (): Promise<readonly Row[]> => {
  const built = resolve('dist');
  const world = await playStory({
    templates: {
      hub: join(built, 'templates', 'lastkey-hub.template.json'),
      member: join(built, 'templates', 'lastkey-member.template.json'),
    },
    functionsFolder: join(built, 'functions'),
    configuration: parseConfiguration(storyConfiguration, 'the story'),
    seed: 1,
    print: () => undefined,
  });
  try {
    const toAct = callsToAct(world);
    const inAccount = toAct.filter((call) => /^(iam|sts):/.test(call));
    return [
      [
        'request to UpdateAccessKey: calls in the account',
        String(inAccount.length),
        inAccount.join(' '),
      ],
      [
        'request to UpdateAccessKey: all calls',
        String(toAct.length),
        'claim, case, ledger, stop switch and caps included',
      ],
      ...callsPerInvocation(world),
    ];
  } finally {
    await world.close();
  }
};

printRows(await awsCallsBench());
