import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { inject } from 'vitest';
import type { FunctionName } from '../../infra/environments.ts';
import { HubStack } from '../../infra/hub-stack.ts';
import { MemberStack } from '../../infra/member-stack.ts';
import { settingsOf } from '../../infra/settings.ts';
import { parseConfiguration } from '../../src/cli/configuration.ts';
import type { Template } from './template.ts';

export const functionNames: readonly FunctionName[] = [
  'access-key-changed',
  'advance-cases',
  'answer',
  'close-sweep',
  'digest',
  'federation-changed',
  'federation-used',
  'inspect-accounts',
  'key-exposed',
  'list-accounts',
  'notify',
  'recommend-again',
  'repair-thumbprints',
  'respond',
  'rotate-key',
  'slack-answered',
  'watch-provider',
  'watch-thumbprints',
];

const configuration = `
version: 1
organization:
  id: o-exampleorgid
  hubAccount: "111111111111"
  hubRegion: us-east-1
  regions: [eu-west-1, us-east-1]
federation: { ignoreIssuers: ["oidc.eks.*"] }
`;

export interface Synthesis {
  readonly folder: string;
  readonly hub: Template;
  readonly member: Template;
  readonly report: ValidationReport;
}

export interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly conclusion: string;
    readonly violations: readonly unknown[];
    readonly suppressedViolations?: readonly {
      readonly ruleName: string;
      readonly reason: string;
      readonly acknowledgedAt: string;
    }[];
  }[];
}

/**
 * Both stacks as `bin/app.ts` makes them, with empty functions, so that no build is needed.
 * @returns the folder of the templates
 */
export const synthesize = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lastkey-infra-'));
  const bundles = join(folder, 'functions');
  for (const name of functionNames) {
    mkdirSync(join(bundles, name), { recursive: true });
    writeFileSync(join(bundles, name, 'index.js'), `// ${name}\n`);
  }
  const outdir = join(folder, 'cdk.out');
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: object };
  const app = new App({ outdir, analyticsReporting: false, context: { ...context } });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const settings = settingsOf(parseConfiguration(configuration, 'lastkey.yaml'));
  new HubStack(app, 'lastkey-hub', { settings, bundles });
  new MemberStack(app, 'lastkey-member', { settings });
  app.synth();
  return outdir;
};

/** What the run synthesized before its first test: `setup` in `synthesize-once.ts`. */
export const synthesis = (): Synthesis => {
  const folder = inject('synthesis');
  const read = <T>(name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  return {
    folder,
    hub: read('lastkey-hub.template.json'),
    member: read('lastkey-member.template.json'),
    report: read('validation-report.json'),
  };
};
