import { isJson, type Json } from '../block-kit/faults-found.ts';
import { parseView } from '../block-kit/parse-view.ts';
import type { OpenView } from '../view-store.ts';
import type { Workspace } from '../workspace.ts';
import type { SentRequest } from './deliver.ts';
import { type Entered, missingInputs } from './element-state.ts';
import { type Deliver, viewSubmission } from './interactions.ts';

/** What the person who submitted a modal sees next. */
export type Submission =
  | {
      readonly status: 'closed' | 'updated' | 'pushed' | 'cleared';
      readonly request: SentRequest;
    }
  /** The form stays open with messages by `block_id`: the app's, or Slack's own for a missing field. */
  | {
      readonly status: 'errors';
      readonly errors: Readonly<Record<string, string>>;
      readonly request?: SentRequest;
    }
  | { readonly status: 'failed'; readonly why: string; readonly request?: SentRequest };

const readAnswer = (body: string): Json | 'unreadable' => {
  if (body.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return isJson(parsed) ? parsed : 'unreadable';
  } catch {
    return 'unreadable';
  }
};

const readErrors = (view: OpenView, answer: Json): Readonly<Record<string, string>> | undefined => {
  const errors = answer['errors'];
  if (!isJson(errors)) return undefined;
  const inputs = view.blocks.filter(({ type }) => type === 'input').map((block) => block.block_id);
  const entries = Object.entries(errors).map(([id, text]) => [id, String(text)] as const);
  const known = entries.length > 0 && entries.every(([id]) => inputs.includes(id));
  return known ? Object.fromEntries(entries) : undefined;
};

/** Obeys https://docs.slack.dev/surfaces/modals#response_actions */
const obey = (
  workspace: Workspace,
  view: OpenView,
  body: string,
  request: SentRequest,
): Submission => {
  const trouble = (why: string): Submission => ({ status: 'failed', why, request });
  const answer = readAnswer(body);
  if (answer === 'unreadable')
    return trouble(`The app answered with no JSON: ${body.slice(0, 80)}`);
  const action = answer['response_action'];
  if (action === undefined) {
    workspace.views.close(view.id);
    return { status: 'closed', request };
  }
  if (action === 'clear') {
    workspace.views.closeAll(view.userId);
    return { status: 'cleared', request };
  }
  if (action === 'errors') {
    const errors = readErrors(view, answer);
    if (errors === undefined) {
      return trouble('The app answered with errors for blocks that are no inputs of this form.');
    }
    workspace.views.showErrors(view.id, errors);
    return { status: 'errors', errors, request };
  }
  if (action === 'update' || action === 'push') {
    const parsed = parseView(answer['view'], () => workspace.ids.next('b'));
    if (parsed.status === 'refused') {
      return trouble(
        `The app answered with a view that Slack refuses: ${parsed.faults.join('; ')}`,
      );
    }
    if (action === 'update') workspace.views.update(view.id, parsed.view);
    else workspace.views.push(view.userId, parsed.view);
    return { status: action === 'update' ? 'updated' : 'pushed', request };
  }
  return trouble(`The app answered with an unknown response_action: ${String(action)}`);
};

/** Sends a form to the app and does what the app answers. */
export const submitView = async (
  workspace: Workspace,
  deliver: Deliver,
  view: OpenView,
  entered: Entered,
): Promise<Submission> => {
  const missing = missingInputs(view.blocks, entered);
  if (Object.keys(missing).length > 0) {
    workspace.views.showErrors(view.id, missing);
    return { status: 'errors', errors: missing };
  }
  const delivery = await deliver(viewSubmission(workspace, view, entered));
  return delivery.status === 'failed'
    ? delivery
    : obey(workspace, view, delivery.body, delivery.request);
};
