import type { ModalView } from '@slack/types';
import { answerQuestionsView } from '../../core/messages/answer-questions-view.ts';
import type { ApprovalAnswer } from '../../core/messages/approval-answer.ts';
import { keepForNowView } from '../../core/messages/keep-for-now-view.ts';
import { type Interaction, parseInteraction } from '../../core/messages/parse-interaction.ts';
import { renderRefusal } from '../../core/messages/render-refusal.ts';
import { requestExceptionView } from '../../core/messages/request-exception-view.ts';
import type { SlackAnswer } from '../../core/messages/slack-answer.ts';
import { parseCommand, type SlackCommand } from '../../core/messages/slack-command.ts';
import type { SlackMessage } from '../../core/messages/slack-message.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { SlackFailure } from '../../flows/ports.ts';
import { checkSignature } from './signature.ts';

/** The parts of an HTTP API event (payload 2.0) that count; header names are in lower case there. */
export interface InteractionRequest {
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface InteractionResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the log; nothing of the request is in it. */
  readonly did: string;
}

/** Everything that waits in the answer queue. */
export type QueuedAnswer = SlackAnswer | ApprovalAnswer | SlackCommand;

export interface InteractionPorts {
  readonly now: () => Instant;
  readonly signingSecrets: () => Promise<readonly string[]>;
  readonly queueAnswer: (answer: QueuedAnswer) => Promise<void>;
  readonly openForm: (
    triggerId: string,
    view: ModalView,
  ) => Promise<{ readonly status: 'opened' } | SlackFailure>;
  readonly tellClicker: (
    channel: string,
    slackUserId: string,
    message: SlackMessage,
  ) => Promise<unknown>;
}

/**
 * Takes one interaction from Slack: verified on the raw bytes before anything is parsed, then put
 * into the queue or answered with a form. Slack waits three seconds and shows an error to the person
 * when this fails, so a failure to queue is thrown.
 */
export const takeInteraction = async (
  request: InteractionRequest,
  ports: InteractionPorts,
  maxDays: number,
): Promise<InteractionResponse> => {
  const rawBody = Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8');
  const now = ports.now();
  const check = checkSignature(
    rawBody,
    {
      timestamp: request.headers['x-slack-request-timestamp'],
      signature: request.headers['x-slack-signature'],
    },
    await ports.signingSecrets(),
    now,
  );
  if (check.status === 'refused') {
    return { statusCode: 401, body: '', did: `refused: ${check.why}` };
  }
  const fields = Object.fromEntries(new URLSearchParams(rawBody.toString('utf8')));
  if (fields['command'] !== undefined) return takeCommand(fields, ports, now);
  const interaction = parseInteraction(payloadOf(fields), { now, maxDays });
  switch (interaction.kind) {
    case 'answer':
      await ports.queueAnswer(interaction.answer);
      return isFromForm(interaction.answer)
        ? json({ response_action: 'clear' }, `queued ${interaction.answer.action}`)
        : empty(`queued ${interaction.answer.action}`);
    case 'approval':
      await ports.queueAnswer(interaction.approval);
      return empty(`queued ${interaction.approval.action}`);
    case 'open-form':
      return openForm(interaction, ports, { now, maxDays });
    case 'form-fault':
      return json({ response_action: 'errors', errors: interaction.errors }, 'form fault');
    case 'nothing':
      return empty(`nothing: ${interaction.why}`);
    case 'unreadable':
      return { statusCode: 400, body: '', did: `unreadable: ${interaction.why}` };
  }
};

const isFromForm = ({ keep, exception, answers }: SlackAnswer): boolean =>
  keep !== undefined || exception !== undefined || answers !== undefined;

/**
 * A slash command: queued like a click, and answered at once to the person who typed it only.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#responding_to_commands
 */
const takeCommand = async (
  fields: Readonly<Record<string, string>>,
  ports: InteractionPorts,
  now: Instant,
): Promise<InteractionResponse> => {
  const parsed = parseCommand(fields, now);
  if (parsed.kind === 'unreadable') {
    return { statusCode: 400, body: '', did: `unreadable: ${parsed.why}` };
  }
  if (parsed.kind === 'usage') return onlyForYou(parsed.say, 'explained the command');
  await ports.queueAnswer(parsed.command);
  return onlyForYou(
    `Taken: ${parsed.command.command}. You are told here when it is done.`,
    `queued ${parsed.command.command}`,
  );
};

const onlyForYou = (text: string, did: string): InteractionResponse =>
  json({ response_type: 'ephemeral', text }, did);

const openForm = async (
  interaction: Extract<Interaction, { kind: 'open-form' }>,
  ports: InteractionPorts,
  limits: { readonly now: Instant; readonly maxDays: number },
): Promise<InteractionResponse> => {
  const { triggerId, origin, slackUserId } = interaction;
  const view = viewOf(interaction, limits);
  const why = await failureOf(() => ports.openForm(triggerId, view));
  if (why === undefined) return empty('opened the form');
  const told = await failureOf(async () => {
    await ports.tellClicker(
      origin.channel,
      slackUserId,
      renderRefusal('The form did not open, and nothing was changed. Press the button again.'),
    );
    return { status: 'opened' };
  });
  // Told or not, a 500 makes Slack show that the click failed only when nothing else could.
  return told === undefined
    ? empty(`form not opened: ${why}`)
    : { statusCode: 500, body: '', did: `form not opened: ${why}; clicker not told: ${told}` };
};

const viewOf = (
  interaction: Extract<Interaction, { kind: 'open-form' }>,
  limits: { readonly now: Instant; readonly maxDays: number },
): ModalView => {
  switch (interaction.form) {
    case 'keep-for-now':
      return keepForNowView(interaction.origin, limits);
    case 'request-exception':
      return requestExceptionView(interaction.origin, limits);
    case 'answer-questions':
      return answerQuestionsView(interaction.origin, interaction.asked);
  }
};

const failureOf = async (
  open: () => Promise<{ readonly status: 'opened' } | SlackFailure>,
): Promise<string | undefined> => {
  try {
    const result = await open();
    return result.status === 'opened' ? undefined : result.code;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown error';
  }
};

/** A form body with one JSON field, `payload`. https://docs.slack.dev/interactivity/handling-user-interaction */
const payloadOf = (fields: Readonly<Record<string, string>>): unknown => {
  try {
    return JSON.parse(fields['payload'] ?? '');
  } catch {
    return undefined;
  }
};

const empty = (did: string): InteractionResponse => ({ statusCode: 200, body: '', did });

const json = (body: unknown, did: string): InteractionResponse => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  did,
});
