import { app } from '../directory.ts';
import type { OpenView } from '../view-store.ts';

/** A modal as Slack shows it in answers and in interaction payloads. */
export const viewJson = (
  { userId: _person, errors: _errors, ...view }: OpenView,
  values: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  ...view,
  submit: view.submit ?? null,
  close: view.close ?? null,
  state: { values },
  team_id: app.teamId,
  app_id: app.id,
  bot_id: app.botId,
});
