// Spans of a text: code points, half-open, perhaps in several pieces. JavaScript counts UTF-16 units, so texts are split first.

import type { Piece, Span } from "../api/types.ts";

export interface Marked<Kind extends string> {
  kind: Kind;
  id: string;
  span: Span;
}

/** A run of the text that the same marks cover. */
export interface Segment<Kind extends string> {
  start: number;
  end: number;
  text: string;
  marks: Marked<Kind>[];
}

/** The text cut wherever a mark begins or ends: every code point stands in exactly one segment, in order. */
export function cutText<Kind extends string>(text: string, marks: Marked<Kind>[]): Segment<Kind>[] {
  const points = Array.from(text);
  const begins = new Map<number, Marked<Kind>[]>();
  const ends = new Map<number, Marked<Kind>[]>();
  for (const mark of marks) {
    for (const [start, end] of mark.span) {
      if (start >= end || start >= points.length) continue;
      (begins.get(start) ?? begins.set(start, []).get(start))?.push(mark);
      const stop = Math.min(end, points.length);
      (ends.get(stop) ?? ends.set(stop, []).get(stop))?.push(mark);
    }
  }
  const cuts = [...new Set([0, ...begins.keys(), ...ends.keys(), points.length])].sort((a, b) => a - b);
  const open = new Map<Marked<Kind>, number>();
  const segments: Segment<Kind>[] = [];
  cuts.slice(0, -1).forEach((start, index) => {
    for (const mark of ends.get(start) ?? []) count(open, mark, -1);
    for (const mark of begins.get(start) ?? []) count(open, mark, 1);
    const end = cuts[index + 1] ?? points.length;
    segments.push({ start, end, text: points.slice(start, end).join(""), marks: [...open.keys()] });
  });
  return segments;
}

/** `10-20,30-40`, as it stands in addresses. */
export function writeSpan(span: Span): string {
  return span.map(([start, end]) => `${start}-${end}`).join(",");
}

/** The span written by `writeSpan`; null for what is none. */
export function readSpan(text: string | null): Span | null {
  if (!text || !/^\d+-\d+(,\d+-\d+)*$/.test(text)) return null;
  return text.split(",").map((piece): Piece => {
    const [start = 0, end = 0] = piece.split("-").map(Number);
    return [start, end];
  });
}

// -------------------------------------------------------------------------------------------------------------

/** A mark may cover a point twice where its pieces overlap: it ends when the last of them does. */
function count<T>(open: Map<T, number>, mark: T, by: number): void {
  const number = (open.get(mark) ?? 0) + by;
  if (number > 0) open.set(mark, number);
  else open.delete(mark);
}
