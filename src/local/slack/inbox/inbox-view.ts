import type { Conversation, Person } from '../directory.ts';
import { conversation } from '../render/conversation.ts';
import { type Html, html } from '../render/html.ts';
import { modal } from '../render/modal.ts';
import type { Context } from '../render/mrkdwn.ts';
import type { Workspace } from '../workspace.ts';

/** What the page shows to one person who looks at one conversation. */
export interface InboxView {
  readonly as: string;
  readonly channel: string;
  /** False when the person has no conversation at all. */
  readonly here: boolean;
  readonly title: string;
  readonly about: string;
  readonly unread: number;
  /** Markup of the list of conversations. */
  readonly places: string;
  /** Markup of the options of the selector. */
  readonly people: string;
  readonly pieces: readonly { readonly key: string; readonly html: string }[];
  readonly modal: { readonly id: string; readonly hash: string; readonly html: string } | null;
}

const placesOf = ({ directory }: Workspace, userId: string): readonly Conversation[] =>
  directory.conversations.filter(({ members }) => members.includes(userId));

const unreadOf = (workspace: Workspace, userId: string): number =>
  placesOf(workspace, userId).reduce(
    (sum, { id }) => sum + workspace.messages.unread(userId, id),
    0,
  );

const titleOf = ({ kind, name }: Conversation): string =>
  kind === 'channel' ? `# ${name}` : 'lastkey';

const aboutOf = ({ kind, name, members, archived }: Conversation): string => {
  if (kind === 'direct') return `Direct messages from lastkey to ${name}`;
  const people = members.length === 1 ? '1 member' : `${members.length} members`;
  return archived ? `${people}, archived` : people;
};

/** The place asked for when the person sees it, else their first one with something new. */
const choosePlace = (
  workspace: Workspace,
  userId: string,
  asked: string,
): Conversation | undefined => {
  const places = placesOf(workspace, userId);
  const unread = places.find(({ id }) => workspace.messages.unread(userId, id) > 0);
  const used = places.find(({ id }) => workspace.messages.seenBy(userId, id).length > 0);
  return places.find(({ id }) => id === asked) ?? unread ?? used ?? places[0];
};

const choosePerson = (workspace: Workspace, asked: string, channel: string): Person | undefined => {
  const { people } = workspace.directory;
  const member = workspace.directory.conversation(channel)?.members[0];
  return (
    people.find(({ id }) => id === asked) ??
    people.find(({ id }) => id === member) ??
    people.find(({ id }) => unreadOf(workspace, id) > 0) ??
    people[0]
  );
};

export const inboxView = (
  workspace: Workspace,
  context: Context,
  asked: { readonly as: string; readonly channel: string },
): InboxView => {
  const person = choosePerson(workspace, asked.as, asked.channel);
  const as = person?.id ?? '';
  const place = choosePlace(workspace, as, asked.channel);
  const channel = place?.id ?? '';
  const link = (one: Conversation): Html => {
    const unread = workspace.messages.unread(as, one.id);
    return html`<li><a href="/archives/${one.id}?as=${as}" data-channel="${one.id}" class="${
      unread > 0 ? 'unread' : ''
    }"${one.id === channel ? html` aria-current="page"` : html``}><span>${titleOf(one)}</span>${
      unread > 0
        ? html`<span class="count">${unread}<span class="unseen"> unread</span></span>`
        : html``
    }</a></li>`;
  };
  const group = (name: string, kind: Conversation['kind']): Html => {
    const members = placesOf(workspace, as).filter((one) => one.kind === kind);
    return members.length === 0
      ? html``
      : html`<h2>${name}</h2><ul aria-label="${name}">${members.map(link)}</ul>`;
  };
  const open = workspace.views.top(as);
  return {
    as,
    channel,
    here: place !== undefined,
    title: place === undefined ? 'No conversations' : titleOf(place),
    about: place === undefined ? '' : aboutOf(place),
    unread: unreadOf(workspace, as),
    places: html`${group('Channels', 'channel')}${group('Direct messages', 'direct')}`.markup,
    people: workspace.directory.people
      .map(({ id, realName }) => {
        const unread = unreadOf(workspace, id);
        const label = unread > 0 ? `${realName} (${unread} unread)` : realName;
        return html`<option value="${id}">${label}</option>`.markup;
      })
      .join(''),
    pieces: conversation(workspace.messages.seenBy(as, channel), context).map((piece) => ({
      key: piece.key,
      html: piece.html.markup,
    })),
    modal:
      open === undefined
        ? null
        : { id: open.id, hash: open.hash, html: modal(open, context).markup },
  };
};
