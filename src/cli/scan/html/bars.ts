import { numberText } from '../words.ts';
import { html, type Markup, none } from './markup.ts';

/** One bar: how many keys, and for how many of them there is something to do. */
export interface Bar {
  readonly label: string;
  readonly total: number;
  readonly found: number;
}

const width = 520;
const chart = { top: 18, height: 150, bottom: 34 };

/** Columns over an axis of ranges. */
export const columns = (id: string, title: string, bars: readonly Bar[]): Markup => {
  const most = Math.max(1, ...bars.map(({ total }) => total));
  const step = width / bars.length;
  const scale = (count: number) => (count / most) * chart.height;
  const base = chart.top + chart.height;
  return picture(
    id,
    title,
    bars,
    base + chart.bottom,
    html`${bars.map(({ label, total, found }, index) => {
      const x = index * step + step * 0.14;
      const wide = step * 0.72;
      return html`<rect class="fine" x="${x}" y="${base - scale(total)}" width="${wide}" height="${scale(total - found)}"/><rect class="found" x="${x}" y="${base - scale(found)}" width="${wide}" height="${scale(found)}"/><text class="value" x="${x + wide / 2}" y="${base - scale(total) - 5}" text-anchor="middle">${numberText(total)}</text><text x="${x + wide / 2}" y="${base + 16}" text-anchor="middle">${label}</text>`;
    })}<line class="axis" x1="0" y1="${base}" x2="${width}" y2="${base}"/>`,
  );
};

const rowHeight = 24;
const labelWidth = 170;

/** Rows, for names that need room. */
export const rows = (id: string, title: string, bars: readonly Bar[]): Markup => {
  const most = Math.max(1, ...bars.map(({ total }) => total));
  const room = 16 + numberText(most).length * 8;
  const scale = (count: number) => (count / most) * (width - labelWidth - room);
  return picture(
    id,
    title,
    bars,
    bars.length * rowHeight + 4,
    html`${bars.map(({ label, total, found }, index) => {
      const y = index * rowHeight + 4;
      return html`<text x="${labelWidth - 8}" y="${y + 13}" text-anchor="end">${label.length > 25 ? `${label.slice(0, 24)}…` : label}</text><rect class="found" x="${labelWidth}" y="${y}" width="${scale(found)}" height="17"/><rect class="fine" x="${labelWidth + scale(found)}" y="${y}" width="${scale(total - found)}" height="17"/><text class="value" x="${labelWidth + scale(total) + 6}" y="${y + 13}">${numberText(total)}</text>`;
    })}`,
  );
};

/** A picture with its numbers in words, for those who hear it. */
const picture = (
  id: string,
  title: string,
  bars: readonly Bar[],
  height: number,
  shapes: Markup,
): Markup =>
  bars.length === 0
    ? none
    : html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-text"><title id="${id}-title">${title}</title><desc id="${id}-text">${bars
        .map(({ label, total, found }) => `${label}: ${total}, of which ${found} need work`)
        .join('; ')}</desc>${shapes}</svg>`;
