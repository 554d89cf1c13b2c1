// The chronology's rows: a heading for each day, and the entries under it. Every row of a type has one height, so that a list
// of years scrolls without measuring.

import { ENTRY_KINDS, type Entry, type EntryKind } from "../api/types.ts";

export type Row =
  | { type: "day"; key: string; date: string | null }
  | { type: "short" | "long" | "longest"; key: string; entry: Entry; day: string | null; title: string };

export const ROW_PX: Record<Row["type"], number> = { day: 32, short: 48, long: 68, longest: 88 };
/** The column is so wide at most; signs and margins take their part of it, and a letter is about so wide. */
const COLUMN_PX = 432;
const BESIDE_PX = 72;
const LETTER_PX = 7;

/** Single statements and the mere arrival of documents are many: they show when asked for. */
const ON_DEMAND: EntryKind[] = ["statement", "document"];

export const USUAL_KINDS: readonly EntryKind[] = ENTRY_KINDS.filter((kind) => !ON_DEMAND.includes(kind));

/** `say` gives an entry's title. */
export function groupByDay(entries: Entry[], say: (entry: Entry) => string): Row[] {
  const rows: Row[] = [];
  let last: string | null | undefined;
  for (const { entry, day } of sortWithinDays(entries)) {
    if (day !== last) rows.push({ type: "day", key: `day ${day ?? "none"} ${rows.length}`, date: day });
    last = day;
    const title = say(entry);
    rows.push({ type: heightOf(entry, title), key: entry.id, entry, day, title });
  }
  return rows;
}

// -------------------------------------------------------------------------------------------------------------

function heightOf(entry: Entry, title: string): "short" | "long" | "longest" {
  const lineLetters = (Math.min(window.innerWidth, COLUMN_PX) - BESIDE_PX) / LETTER_PX;
  // A map's change is told whole, its intervals included.
  if (entry.kind === "change" && title.length > 2 * lineLetters) return "longest";
  return title.length > lineLetters ? "long" : "short";
}

/** Within a day by kind, in the order of `ENTRY_KINDS`: the map's changes first. Days stay as they came. */
function sortWithinDays(entries: Entry[]): { entry: Entry; day: string | null }[] {
  const listed = entries.map((entry) => ({ entry, day: dayOfEntry(entry) }));
  const order = new Map<string | null, number>();
  for (const { day } of listed) if (!order.has(day)) order.set(day, order.size);
  const rank = ({ entry, day }: (typeof listed)[number]): number =>
    (order.get(day) ?? 0) * ENTRY_KINDS.length + ENTRY_KINDS.indexOf(entry.kind);
  return listed.sort((a, b) => rank(a) - rank(b));
}

/** The day that an entry is listed under: its first, or the last one where only its end is known. */
function dayOfEntry({ begins, ends }: Entry): string | null {
  if (begins) return begins.slice(0, 10);
  // An end is the moment after: the last day lies before it.
  return ends ? new Date(Date.parse(ends) - 1).toISOString().slice(0, 10) : null;
}
