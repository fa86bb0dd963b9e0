import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { HubStack } from '../infra/hub-stack.ts';
import { MemberStack } from '../infra/member-stack.ts';
import { physicalName } from '../infra/names.ts';
import { settingsOf } from '../infra/settings.ts';
import { loadConfiguration } from '../src/cli/configuration.ts';

/** The CDK app: what `cdk synth` and `cdk deploy` run. It needs no credentials and no network. */
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const settings = settingsOf(loadConfiguration(app.node.tryGetContext('lastkey:configuration')), {
  organizationalUnits: app.node.tryGetContext('lastkey:organizational-units'),
  runbooks: app.node.tryGetContext('lastkey:runbooks'),
  deleteKeys: app.node.tryGetContext('lastkey:delete-keys'),
  repairThumbprints: app.node.tryGetContext('lastkey:repair-thumbprints'),
  rotateKeys: app.node.tryGetContext('lastkey:rotate-keys'),
});
new HubStack(app, physicalName('hub'), { settings, bundles: 'dist/functions' });
new MemberStack(app, physicalName('member'), { settings });
