/**
 * The part of Block Kit that the local Slack accepts and draws, as it stands after `parseBlocks`:
 * every block has its `block_id` and every interactive element its `action_id`.
 * https://docs.slack.dev/reference/block-kit
 */

export interface Text {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
  readonly verbatim?: boolean;
}

export interface Confirm {
  readonly title: Text;
  readonly text: Text;
  readonly confirm: Text;
  readonly deny: Text;
  readonly style?: 'primary' | 'danger';
}

export interface Option {
  readonly text: Text;
  readonly value: string;
  readonly description?: Text;
}

interface Interactive {
  readonly action_id: string;
  readonly confirm?: Confirm;
}

export interface Button extends Interactive {
  readonly type: 'button';
  readonly text: Text;
  readonly value?: string;
  readonly url?: string;
  readonly style?: 'primary' | 'danger';
  readonly accessibility_label?: string;
}

export interface Menu extends Interactive {
  readonly type: 'static_select' | 'overflow';
  readonly options: readonly Option[];
  readonly initial_option?: Option;
  readonly placeholder?: Text;
}

export interface RadioButtons extends Interactive {
  readonly type: 'radio_buttons';
  readonly options: readonly Option[];
  readonly initial_option?: Option;
}

export interface Checkboxes extends Interactive {
  readonly type: 'checkboxes';
  readonly options: readonly Option[];
  readonly initial_options?: readonly Option[];
}

export interface DatePicker extends Interactive {
  readonly type: 'datepicker';
  /** `YYYY-MM-DD` */
  readonly initial_date?: string;
  readonly placeholder?: Text;
}

export interface TextInput extends Interactive {
  readonly type: 'plain_text_input';
  readonly multiline?: boolean;
  readonly initial_value?: string;
  readonly placeholder?: Text;
  readonly min_length?: number;
  readonly max_length?: number;
}

export interface ImageElement {
  readonly type: 'image';
  readonly alt_text: string;
  readonly image_url?: string;
}

export type ActionElement = Button | Menu | RadioButtons | Checkboxes | DatePicker | TextInput;

interface Identified {
  readonly block_id: string;
}

export interface HeaderBlock extends Identified {
  readonly type: 'header';
  readonly text: Text;
}

export interface SectionBlock extends Identified {
  readonly type: 'section';
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly accessory?: ActionElement | ImageElement;
}

export interface ContextBlock extends Identified {
  readonly type: 'context';
  readonly elements: readonly (Text | ImageElement)[];
}

export interface DividerBlock extends Identified {
  readonly type: 'divider';
}

export interface ActionsBlock extends Identified {
  readonly type: 'actions';
  readonly elements: readonly ActionElement[];
}

export interface InputBlock extends Identified {
  readonly type: 'input';
  readonly label: Text;
  readonly element: ActionElement;
  readonly hint?: Text;
  readonly optional?: boolean;
}

export interface ImageBlock extends Identified {
  readonly type: 'image';
  readonly alt_text: string;
  readonly image_url?: string;
  readonly title?: Text;
}

/** What stands inside a line of rich text. */
export interface RichTextLeaf {
  readonly type:
    | 'text'
    | 'link'
    | 'user'
    | 'channel'
    | 'usergroup'
    | 'emoji'
    | 'date'
    | 'broadcast';
  readonly text?: string;
  readonly url?: string;
  readonly user_id?: string;
  readonly channel_id?: string;
  readonly usergroup_id?: string;
  readonly name?: string;
  readonly range?: string;
  readonly timestamp?: number;
  readonly format?: string;
  readonly fallback?: string;
  readonly style?: {
    readonly bold?: boolean;
    readonly italic?: boolean;
    readonly strike?: boolean;
    readonly code?: boolean;
  };
}

export type RichTextPart =
  | {
      readonly type: 'rich_text_section' | 'rich_text_preformatted' | 'rich_text_quote';
      readonly elements: readonly RichTextLeaf[];
    }
  | {
      readonly type: 'rich_text_list';
      readonly style: 'bullet' | 'ordered';
      readonly indent?: number;
      readonly elements: readonly {
        readonly type: 'rich_text_section';
        readonly elements: readonly RichTextLeaf[];
      }[];
    };

export interface RichTextBlock extends Identified {
  readonly type: 'rich_text';
  readonly elements: readonly RichTextPart[];
}

export type Block =
  | HeaderBlock
  | SectionBlock
  | ContextBlock
  | DividerBlock
  | ActionsBlock
  | InputBlock
  | ImageBlock
  | RichTextBlock;

/** A modal. https://docs.slack.dev/reference/views/modal-views */
export interface View {
  readonly type: 'modal';
  readonly title: Text;
  readonly submit?: Text;
  readonly close?: Text;
  readonly blocks: readonly Block[];
  readonly private_metadata: string;
  readonly callback_id: string;
  readonly external_id: string;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
}
