import type { Random } from './random.ts';

/** How likely each thing goes wrong, for one organization. */
export interface Weather {
  /** For each call of a port: time passes, so that others come in between. */
  readonly latency: number;
  /** For each call of a port: the process is gone, before or after the effect. */
  readonly dies: number;
  /** For each call of a port: an error, before or after the effect. */
  readonly fails: number;
  /** For each read of IAM. */
  readonly throttled: number;
  /** For each account and day: its roles cannot be assumed, or may not read. */
  readonly denied: number;
  /** For each event of CloudTrail, which is best effort. */
  readonly eventLost: number;
  readonly eventLate: number;
  readonly duplicated: number;
  readonly slackBusy: number;
  readonly slackAnswerLost: number;
  /** For each day: a schedule that does not fire for one to three days. */
  readonly outage: number;
}

const calm: Weather = {
  latency: 0.02,
  dies: 0,
  fails: 0,
  throttled: 0,
  denied: 0,
  eventLost: 0,
  eventLate: 0,
  duplicated: 0,
  slackBusy: 0,
  slackAnswerLost: 0,
  outage: 0,
};

const usual: Weather = {
  latency: 0.1,
  dies: 0.002,
  fails: 0.003,
  throttled: 0.02,
  denied: 0.01,
  eventLost: 0.03,
  eventLate: 0.05,
  duplicated: 0.05,
  slackBusy: 0.05,
  slackAnswerLost: 0.01,
  outage: 0.03,
};

const storm: Weather = {
  latency: 0.4,
  dies: 0.02,
  fails: 0.03,
  throttled: 0.15,
  denied: 0.05,
  eventLost: 0.3,
  eventLate: 0.2,
  duplicated: 0.2,
  slackBusy: 0.25,
  slackAnswerLost: 0.05,
  outage: 0.06,
};

export const fairWeather: Weather = calm;

export const weatherOf = (random: Random): Weather => random.pick([calm, usual, usual, storm]);
