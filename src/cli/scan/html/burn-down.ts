import { addDays, dayOf, daysBetween, type Instant } from '../../../core/model/instant.ts';
import { numberText } from '../words.ts';
import { html, type Markup } from './markup.ts';

const frame = { width: 1080, height: 200, left: 44, right: 16, top: 14, bottom: 30 };

/** How many active keys are left after each due date, were every one of them kept to. */
export interface BurnDown {
  readonly from: Instant;
  readonly active: number;
  /** Due dates in order, one a key. */
  readonly dueAt: readonly Instant[];
}

/** A falling line; the keys without a due date are the floor that it does not go below. */
export const burnDown = ({ from, active, dueAt }: BurnDown): Markup => {
  const last = dueAt.at(-1) ?? from;
  const days = Math.max(7, Math.ceil(daysBetween(from, last) * 1.1) + 1);
  const across = frame.width - frame.left - frame.right;
  const down = frame.height - frame.top - frame.bottom;
  const x = (at: Instant) => frame.left + (daysBetween(from, at) / days) * across;
  const y = (count: number) => frame.top + down - (count / Math.max(1, active)) * down;
  const floor = active - dueAt.length;
  const corners = dueAt.reduce(
    (path, at, index) => `${path} H ${x(at).toFixed(1)} V ${y(active - index - 1).toFixed(1)}`,
    `M ${frame.left} ${y(active).toFixed(1)}`,
  );
  const right = frame.width - frame.right;
  const bottom = frame.top + down;
  const line = `${corners} H ${right}`;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => addDays(from, Math.round(days * part)));
  const text = `${active} active keys on ${dayOf(from)}, ${floor} left after ${dayOf(last)}: ${[
    ...new Set(dueAt.map(dayOf)),
  ]
    .slice(0, 12)
    .map((day) => `${dueAt.filter((at) => dayOf(at) === day).length} due on ${day}`)
    .join(', ')}`;
  return html`<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="burn-title burn-text"><title id="burn-title">Active keys left after each due date</title><desc id="burn-text">${text}</desc><path class="area" d="${line} V ${bottom} H ${frame.left} Z"/><rect class="floor" x="${frame.left}" y="${y(floor)}" width="${across}" height="${bottom - y(floor)}"/><path class="line" d="${line}"/><line class="axis" x1="${frame.left}" y1="${bottom}" x2="${right}" y2="${bottom}"/>${[
    active,
    floor,
    0,
  ]
    .filter((count, index, all) => all.indexOf(count) === index)
    .filter((count) => count === active || Math.abs(y(count) - y(active)) > 14)
    .map(
      (count) =>
        html`<text class="value" x="${frame.left - 8}" y="${y(count) + 4}" text-anchor="end">${numberText(count)}</text>`,
    )}${ticks.map(
    (at, index) =>
      html`<text x="${x(at)}" y="${bottom + 18}" text-anchor="${index === 0 ? 'start' : index === 4 ? 'end' : 'middle'}">${dayOf(at)}</text>`,
  )}</svg>`;
};
