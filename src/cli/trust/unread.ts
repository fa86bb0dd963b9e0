/** Something that was not read: what it would have said is unknown. */
export interface Unread {
  readonly where: string;
  readonly why: string;
  /**
   * `fault`: the input is bad. `gap`: AWS, network or permission, or a part of a snapshot; roles may
   * be unjudged for it. `detail`: a verdict lacks a part that is optional.
   */
  readonly kind: 'fault' | 'gap' | 'detail';
}
