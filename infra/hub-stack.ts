import { CfnOutput, CfnParameter, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { CaseTable } from './case-table.ts';
import { deliverChanges, deliverOrganizationChanges, deliverOwnEvents } from './deliver-events.ts';
import { Digest } from './digest.ts';
import { everyHours } from './every-hours.ts';
import { FlowQueue } from './flow-queue.ts';
import { addHeldBackAlarm } from './held-back-alarm.ts';
import { HubBus } from './hub-bus.ts';
import { KeyExposure } from './key-exposure.ts';
import { LedgerTable } from './ledger-table.ts';
import { MemberAccounts } from './member-accounts.ts';
import { readRole, respondRole, rotateRole, stopSwitchName } from './names.ts';
import { OperatedFunction } from './operated-function.ts';
import { RecommendAgain } from './recommend-again.ts';
import { Rotation } from './rotation.ts';
import type { Settings } from './settings.ts';
import { addSilenceAlarm } from './silence-alarm.ts';
import { SlackEndpoint } from './slack-endpoint.ts';
import { SlackSecret } from './slack-secret.ts';
import { StopSwitch } from './stop-switch.ts';
import { Sweep } from './sweep.ts';
import { addSweepAlarms } from './sweep-alarms.ts';
import { Thumbprints } from './thumbprints.ts';
import { addUnreadableAlarm } from './unreadable-alarm.ts';

export interface HubStackProps extends StackProps {
  readonly settings: Settings;
  /** Folder with one built function in each subfolder. */
  readonly bundles: string;
}

/** What runs in the security tooling account. Composes constructs and says who may do what. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, props: HubStackProps) {
    super(scope, id, {
      description: 'lastkey: sees access keys, tells their owners, disables them after a last look',
      env: { account: props.settings.hubAccount, region: props.settings.hubRegion },
      ...props,
    });
    const { settings, bundles } = props;
    // The CDK states each function's dependency on its role a second time.
    this.addMetadata('cfn-lint', { config: { ignore_checks: ['W3005'] } });
    const deployedMode = new CfnParameter(this, 'DeployedMode', {
      default: 'observe',
      allowedValues: ['observe', 'enforce'],
      description:
        'observe: nothing is changed anywhere, whatever lastkey.yaml says. enforce: lastkey.yaml decides.',
    }).valueAsString as 'observe' | 'enforce';

    const alarms = new Alarms(this, 'Alarms', settings);
    const hub = new HubBus(this, 'Hub', settings);
    const cases = new CaseTable(this, 'Cases');
    const ledger = new LedgerTable(this, 'Ledger');
    const slackSecret = new SlackSecret(this, 'SlackSecret');
    const stopSwitch = new StopSwitch(this, 'StopSwitch', alarms);
    const members = new MemberAccounts(this, 'Members', settings);

    const changedKeys = new FlowQueue(this, 'AccessKeyChangedQueue', {
      name: 'access-key-changed',
      functionTimeout: Duration.seconds(60),
    });
    const usedRoles = new FlowQueue(this, 'FederationUsedQueue', {
      name: 'federation-used',
      functionTimeout: Duration.seconds(120),
      batchSize: 1000,
      batchWindow: Duration.seconds(30),
    });
    const changedTrust = new FlowQueue(this, 'FederationChangedQueue', {
      name: 'federation-changed',
      functionTimeout: Duration.seconds(60),
    });
    const notices = new FlowQueue(this, 'NotifyQueue', {
      name: 'notify',
      functionTimeout: Duration.seconds(30),
      // Two and a half hours of Slack being down; then the dead-letter queue keeps the message.
      deliveries: 50,
      atMost: 2,
    });
    const answers = new FlowQueue(this, 'AnswerQueue', {
      name: 'answer',
      functionTimeout: Duration.seconds(30),
    });
    const requests = new FlowQueue(this, 'RespondQueue', {
      name: 'respond',
      functionTimeout: Duration.seconds(30),
      batchSize: 1,
      atMost: 2,
    });

    const changedAccounts = new FlowQueue(this, 'ListAccountsQueue', {
      name: 'list-accounts',
      functionTimeout: Duration.minutes(5),
      // Many accounts move at once when they do: one listing answers for all of them.
      batchSize: 1000,
      batchWindow: Duration.seconds(60),
      atMost: 2,
    });

    const CASE_TABLE = cases.table.tableName;
    const LEDGER_TABLE = ledger.table.tableName;
    const HUB_BUS = hub.bus.eventBusName;
    const EXTERNAL_ID = members.externalId;
    const SLACK_SECRET_ARN = slackSecret.arn;
    const operated = { alarms, bundles };

    const accessKeyChanged = new OperatedFunction(this, 'AccessKeyChanged', {
      ...operated,
      name: 'access-key-changed',
      description: 'Decides about a changed access key and opens its case',
      runbook: 'access-key-changed.md',
      calledBy: changedKeys,
      environment: {
        CASE_TABLE,
        LEDGER_TABLE,
        HUB_BUS,
        READ_ROLE: readRole,
        RESPOND_ROLE: respondRole,
        ROTATE_ROLE: rotateRole,
        EXTERNAL_ID,
      },
    });
    const federationUsed = new OperatedFunction(this, 'FederationUsed', {
      ...operated,
      name: 'federation-used',
      description: 'Counts federated logins, explains denied ones, sees a replacement role in use',
      runbook: 'federation-used.md',
      calledBy: usedRoles,
      environment: { CASE_TABLE, LEDGER_TABLE, HUB_BUS, READ_ROLE: readRole, EXTERNAL_ID },
    });
    const federationChanged = new OperatedFunction(this, 'FederationChanged', {
      ...operated,
      name: 'federation-changed',
      description: 'Judges changes of role trust and of OIDC providers',
      runbook: 'federation-changed.md',
      calledBy: changedTrust,
      environment: { CASE_TABLE, LEDGER_TABLE, HUB_BUS, READ_ROLE: readRole, EXTERNAL_ID },
    });
    const notify = new OperatedFunction(this, 'Notify', {
      ...operated,
      name: 'notify',
      description: 'Delivers the notices of a case to Slack',
      runbook: 'notify.md',
      calledBy: notices,
      environment: {
        CASE_TABLE,
        LEDGER_TABLE,
        NOTIFY_QUEUE_URL: notices.queue.queueUrl,
        SLACK_SECRET_ARN,
      },
    });
    const slackAnswered = new OperatedFunction(this, 'SlackAnswered', {
      ...operated,
      name: 'slack-answered',
      description: 'Verifies a click in Slack and hands it on',
      runbook: 'slack-answered.md',
      // Slack waits three seconds; a late answer may still reach the queue.
      calledBy: { event: 'http', timeout: Duration.seconds(10) },
      memorySize: 1024,
      environment: { ANSWER_QUEUE_URL: answers.queue.queueUrl, SLACK_SECRET_ARN },
    });
    const answer = new OperatedFunction(this, 'Answer', {
      ...operated,
      name: 'answer',
      description: 'Decides about a click: who may act, and whether the click is stale',
      runbook: 'answer.md',
      calledBy: answers,
      environment: {
        CASE_TABLE,
        LEDGER_TABLE,
        HUB_BUS,
        RESPOND_QUEUE_URL: requests.queue.queueUrl,
        SLACK_SECRET_ARN,
        STOP_SWITCH: stopSwitchName,
      },
    });
    const respond = new OperatedFunction(this, 'Respond', {
      ...operated,
      name: 'respond',
      description: 'Disables or restores one access key after a last look',
      runbook: 'respond.md',
      calledBy: requests,
      environment: {
        CASE_TABLE,
        LEDGER_TABLE,
        HUB_BUS,
        RESPOND_ROLE: respondRole,
        EXTERNAL_ID,
        STOP_SWITCH: stopSwitchName,
        DEPLOYED_MODE: deployedMode,
      },
    });
    const rotation = new Rotation(this, 'Rotation', {
      ...operated,
      settings,
      hub,
      cases,
      ledger,
      members,
      stopSwitch,
      deployedMode,
    });
    const advanceCases = new OperatedFunction(this, 'AdvanceCases', {
      ...operated,
      name: 'advance-cases',
      description: 'Takes the next step of every case whose time has come',
      runbook: 'advance-cases.md',
      calledBy: { event: 'schedule', timeout: Duration.minutes(10) },
      environment: {
        CASE_TABLE,
        LEDGER_TABLE,
        HUB_BUS,
        RESPOND_QUEUE_URL: requests.queue.queueUrl,
        ROTATE_QUEUE_URL: rotation.requests.queue.queueUrl,
        DEPLOYED_MODE: deployedMode,
      },
    });
    const listAccounts = new OperatedFunction(this, 'ListAccounts', {
      ...operated,
      name: 'list-accounts',
      description: 'Lists the accounts of the organization, and which of them to sweep',
      runbook: 'list-accounts.md',
      calledBy: changedAccounts,
      environment: { CASE_TABLE },
    });
    const inspectAccounts = new OperatedFunction(this, 'InspectAccounts', {
      ...operated,
      name: 'inspect-accounts',
      description: 'Reads the keys of a batch of accounts and reconciles their cases',
      runbook: 'inspect-accounts.md',
      calledBy: { event: 'state-machine', timeout: Duration.minutes(15) },
      memorySize: 1024,
      environment: { CASE_TABLE, LEDGER_TABLE, HUB_BUS, READ_ROLE: readRole, EXTERNAL_ID },
    });
    const closeSweep = new OperatedFunction(this, 'CloseSweep', {
      ...operated,
      name: 'close-sweep',
      description: 'Counts what a run of the sweep has read, and tells which accounts it cannot',
      runbook: 'close-sweep.md',
      calledBy: { event: 'state-machine', timeout: Duration.minutes(5) },
      environment: { CASE_TABLE, LEDGER_TABLE, HUB_BUS },
    });
    const sweep = new Sweep(this, 'Sweep', { listAccounts, inspectAccounts, closeSweep });

    const withCases = [
      accessKeyChanged,
      federationUsed,
      federationChanged,
      notify,
      answer,
      respond,
      advanceCases,
      inspectAccounts,
    ];
    for (const operatedFunction of withCases) {
      cases.grantReadWrite(operatedFunction);
      ledger.grantAppend(operatedFunction);
    }
    ledger.grantAppend(closeSweep);
    cases.grantAccounts(listAccounts);
    cases.grantAccounts(closeSweep);
    cases.grantFindDue(advanceCases);
    for (const finder of [federationUsed, federationChanged]) cases.grantFindByRole(finder);
    for (const speaker of [
      accessKeyChanged,
      federationUsed,
      federationChanged,
      answer,
      respond,
      advanceCases,
      inspectAccounts,
      closeSweep,
    ]) {
      hub.grantPutEvents(speaker);
    }
    for (const reader of [accessKeyChanged, federationUsed, federationChanged, inspectAccounts]) {
      members.grantRead(reader);
    }
    members.grantList(listAccounts);
    for (const namer of [accessKeyChanged, federationUsed, federationChanged]) {
      members.grantDescribe(namer);
    }
    for (const slackUser of [notify, slackAnswered, answer]) slackSecret.grantRead(slackUser);
    for (const asker of [answer, advanceCases]) requests.grantSend(asker);
    rotation.requests.grantSend(advanceCases);
    answers.grantSend(slackAnswered);
    notices.grantDelay(notify);
    members.grantRespond(respond);
    stopSwitch.grantRead(respond);
    stopSwitch.grantMove(answer);

    deliverChanges(this, hub.bus, 'access-key-changed', changedKeys);
    deliverChanges(this, hub.bus, 'federation-used', usedRoles);
    deliverChanges(this, hub.bus, 'federation-changed', changedTrust);
    deliverOrganizationChanges(this, hub.bus, changedAccounts);
    deliverOwnEvents(this, hub.bus, notices);
    everyHours(this, 'AdvanceCasesHourly', 1, advanceCases);
    new RecommendAgain(this, 'RecommendAgain', { ...operated, hub, cases, ledger, members });
    new Thumbprints(this, 'Thumbprints', {
      ...operated,
      settings,
      hub,
      cases,
      ledger,
      members,
      stopSwitch,
      deployedMode,
    });
    new KeyExposure(this, 'KeyExposure', { ...operated, hub, cases, ledger, members });
    new Digest(this, 'Digest', { ...operated, settings, cases, ledger, slackSecret });
    const endpoint = new SlackEndpoint(this, 'SlackEndpoint', { answered: slackAnswered });

    addSilenceAlarm(alarms, [changedKeys, usedRoles, changedTrust]);
    addSweepAlarms(alarms, sweep, closeSweep);
    addHeldBackAlarm(alarms, respond);
    addUnreadableAlarm(alarms, [
      accessKeyChanged,
      federationUsed,
      federationChanged,
      notify,
      slackAnswered,
      answer,
    ]);

    new CfnOutput(this, 'SlackInteractionsUrl', {
      description: 'Request URL of the Slack app, under Interactivity',
      value: endpoint.url,
    });
    new CfnOutput(this, 'AlarmTopicArn', {
      description: 'Subscribe your pager or channel to it',
      value: alarms.topic.topicArn,
    });
  }
}
