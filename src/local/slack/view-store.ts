import type { View } from './block-kit/blocks.ts';
import type { Identifiers } from './identifiers.ts';

/** A modal on one person's screen. */
export interface OpenView extends View {
  readonly id: string;
  /** Changes with each version; `views.update` may name the one it means to replace. */
  readonly hash: string;
  readonly userId: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  /** Per `block_id`: what the app found wrong with the last submission. */
  readonly errors: Readonly<Record<string, string>>;
}

export type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

/**
 * Modals and the triggers that may open them. A trigger is good for three seconds and for one use:
 * https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses
 */
export interface ViewStore {
  /** Every person's open modals, bottom to top. */
  all(): readonly OpenView[];
  top(userId: string): OpenView | undefined;
  find(id: string): OpenView | undefined;
  findExternal(externalId: string): OpenView | undefined;
  newTrigger(userId: string): string;
  /** The person who clicked, or why the trigger cannot be used. */
  exchange(triggerId: string): { readonly userId: string } | { readonly error: TriggerError };
  /** Shows a modal on top of what the person has open. */
  push(userId: string, view: View): OpenView;
  update(id: string, view: View): OpenView;
  showErrors(id: string, errors: Readonly<Record<string, string>>): void;
  close(id: string): void;
  closeAll(userId: string): void;
}

const triggerLifeMs = 3000;

export const createViewStore = (
  ids: Identifiers,
  now: () => number,
  changed: () => void,
): ViewStore => {
  let views: readonly OpenView[] = [];
  const triggers = new Map<string, { userId: string; madeAt: number; used: boolean }>();
  const find = (id: string) => views.find((view) => view.id === id);
  const top = (userId: string) => views.filter((view) => view.userId === userId).at(-1);
  const set = (next: readonly OpenView[]) => {
    views = next;
    changed();
  };
  const change = (id: string, part: Partial<OpenView>): OpenView => {
    const old = find(id);
    if (old === undefined) throw new Error(`The local Slack has no open view ${id}.`);
    const next = { ...old, ...part, hash: `${ids.ts()}.${ids.next('h')}` };
    set(views.map((view) => (view.id === id ? next : view)));
    return next;
  };
  return {
    all: () => views,
    top,
    find,
    findExternal: (externalId) =>
      externalId === '' ? undefined : views.find((view) => view.external_id === externalId),
    newTrigger(userId) {
      const id = `${ids.ts()}.${ids.next('trigger')}`;
      triggers.set(id, { userId, madeAt: now(), used: false });
      return id;
    },
    exchange(triggerId) {
      const trigger = triggers.get(triggerId);
      if (trigger === undefined) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (now() - trigger.madeAt > triggerLifeMs) return { error: 'expired_trigger_id' };
      trigger.used = true;
      return { userId: trigger.userId };
    },
    push(userId, view) {
      const id = ids.next('V');
      const below = top(userId);
      const open: OpenView = {
        ...view,
        id,
        hash: `${ids.ts()}.${ids.next('h')}`,
        userId,
        root_view_id: below?.root_view_id ?? id,
        previous_view_id: below?.id ?? null,
        errors: {},
      };
      set([...views, open]);
      return open;
    },
    update: (id, view) => change(id, { ...view, errors: {} }),
    showErrors(id, errors) {
      change(id, { errors });
    },
    close(id) {
      set(views.filter((view) => view.id !== id));
    },
    closeAll(userId) {
      set(views.filter((view) => view.userId !== userId));
    },
  };
};
