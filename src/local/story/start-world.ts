import type { AccountSeed } from '../aws/account-seed.ts';
import { type LocalOrganization, startOrganization } from '../organization.ts';
import { type LocalSlack, startSlack } from '../slack/start-slack.ts';
import { accountIds } from './story-configuration.ts';
import { channels, people, usergroups } from './workspace.ts';

export interface WorldOptions {
  readonly templates: { readonly hub: string; readonly member: string };
  readonly functionsFolder: string;
  readonly accounts: readonly AccountSeed[];
  /** The validated configuration of the functions. */
  readonly configuration: unknown;
  /** RFC 3339 */
  readonly startAt: string;
  readonly seed: number;
  /** For the inbox; any free port when absent. */
  readonly port?: number;
}

export interface World {
  readonly organization: LocalOrganization;
  readonly slack: LocalSlack;
  close(): Promise<void>;
}

/** Both secrets are known to this machine only, and to nothing outside it. */
const botToken = 'xoxb-local-inbox';
const signingSecret = 'the local inbox signs with this';

/** Starts the local organization and its Slack, joined as a deployment joins them. */
export const startWorld = async (options: WorldOptions): Promise<World> => {
  let now = (): number => Date.parse(options.startAt);
  const slack = await startSlack({
    botToken,
    signingSecret,
    people: Object.values(people),
    channels,
    usergroups,
    now: () => now(),
    timeZone: 'Europe/London',
    seed: options.seed,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  try {
    const organization = await startOrganization({
      templates: options.templates,
      functionsFolder: options.functionsFolder,
      accounts: options.accounts,
      hubAccountId: accountIds.hub,
      managementAccountId: accountIds.management,
      organizationId: 'o-exampleorgid',
      hubRegion: 'us-east-1',
      regions: ['us-east-1', 'eu-west-1'],
      parameters: { hub: { DeployedMode: 'enforce' } },
      configuration: options.configuration,
      environment: {
        SLACK_API_URL: slack.apiUrl,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
      secrets: { 'lastkey/slack': JSON.stringify({ botToken, signingSecret }) },
      clock: { startAt: options.startAt },
      seed: options.seed,
    });
    now = organization.time.now;
    slack.setInteractionsUrl(new URL('/slack/interactions', organization.endpoints.api).href);
    return {
      organization,
      slack,
      async close() {
        await organization.close();
        await slack.close();
      },
    };
  } catch (error) {
    await slack.close();
    throw error;
  }
};
