import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import { ownerOf } from '../core/keys/caps.ts';
import { factsOfCase } from '../core/keys/facts-of-case.ts';
import { historyOf } from '../core/keys/history-of.ts';
import { type PlannedKey, planKeys } from '../core/keys/plan.ts';
import { type Digest, renderDigest } from '../core/messages/render-digest.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { dayOf, type Instant } from '../core/model/instant.ts';
import { claimed } from './claimed.ts';
import type { DigestPorts } from './digest-ports.ts';
import type { FlowOutcome } from './ports.ts';

const weekDays = 7;

/** Tells `slack.channel` once a day at most what the coming week would bring, and what is not known. */
export const sendDigest = (
  ports: DigestPorts,
  configuration: Configuration,
): Promise<FlowOutcome> => {
  const now = ports.clock.now();
  const id = `digest/${dayOf(now)}`;
  return claimed(ports, 'digest', id, async () => {
    const digest = await digestOf(ports, configuration, now);
    const { channel } = configuration.slack;
    const posted = await ports.slack.postParent(
      { contact: channel, source: 'fallback', confidence: 'high', evidence: 'slack.channel' },
      renderDigest(digest),
    );
    if (posted.status === 'refused') {
      throw new LastkeyError(
        'nobody-told',
        `The digest could not be sent. Slack answered ${posted.code} for ${channel}; expected a channel that the app is in. Correct slack.channel.`,
        { retry: 'no' },
      );
    }
    const { thread } = posted;
    await ports.ledger.append([
      ledgerEntry('notice.delivered', now, id, 'digest', 'digest', {
        notice: id,
        kind: 'digest',
        channel: thread.channel,
        ts: thread.ts,
      }),
    ]);
    return { did: 'sent the digest', subject: channel };
  });
};

const digestOf = async (
  ports: DigestPorts,
  configuration: Configuration,
  now: Instant,
): Promise<Digest> => {
  const keys: PlannedKey[] = [];
  for await (const keyCase of ports.openCases.all()) {
    const { key } = keyCase;
    const exceptions = await ports.cases.exceptionsOf(key.accountId, key.userName);
    keys.push({
      name: accessKeyName(key),
      facts: factsOfCase(keyCase, exceptions, now),
      history: historyOf(keyCase),
      owner: ownerOf(keyCase),
    });
  }
  const coverage = await ports.coverage.all();
  const counted = coverage.flatMap((each) => (each.keys === undefined ? [] : [each.keys]));
  return {
    at: now,
    mode: configuration.mode,
    keysLeft: counted.length === 0 ? 'unknown' : counted.reduce((sum, each) => sum + each, 0),
    openCases: keys.length,
    days: planKeys(keys, configuration, now, weekDays, await ports.limits.readCanary()),
    gaps: coverage
      .filter((each) => each.coverage === 'failed')
      .map(({ accountId, reason }) => ({ accountId, reason: reason ?? 'it could not be read' })),
  };
};
