import type { Change } from '../../../src/core/events/change.ts';
import { parseChange } from '../../../src/core/events/parse-change.ts';
import { unwrapEvent } from '../../../src/core/events/unwrap-event.ts';

/** The slow way: JSON.parse of everything, then one event after another. */
export const fullParse = (text: string, name: string) => {
  const ids = new Set<unknown>();
  const changes = new Map<string, Change>();
  const unreadable: { where: string; why: string }[] = [];
  let records = 0;
  let duplicates = 0;
  for (const event of documentsIn(text).flatMap(eventsIn)) {
    records += 1;
    const unwrapped = unwrapEvent(event);
    const id = unwrapped.kind === 'record' ? unwrapped.record['eventID'] : undefined;
    if (typeof id === 'string' && id !== '') {
      if (ids.has(id)) duplicates += 1;
      ids.add(id);
    }
    const parsed = parseChange(event);
    if (parsed.kind === 'unreadable') {
      unreadable.push({ where: `${name}:record ${records}`, why: parsed.why });
    }
    if (parsed.kind === 'change' && !changes.has(parsed.change.eventId)) {
      changes.set(parsed.change.eventId, parsed.change);
    }
  }
  return {
    records,
    duplicates,
    unreadable,
    changes: [...changes.values()].sort((a, b) =>
      a.time === b.time ? (a.eventId < b.eventId ? -1 : 1) : a.time < b.time ? -1 : 1,
    ),
  };
};

const documentsIn = (text: string): readonly unknown[] => {
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown);
  }
};

const eventsIn = (document: unknown): readonly unknown[] => {
  if (Array.isArray(document)) return document;
  const container = document as { Records?: unknown; Events?: unknown };
  if (Array.isArray(container.Records)) return container.Records;
  return Array.isArray(container.Events) ? container.Events : [document];
};
