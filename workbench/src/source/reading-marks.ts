// What a machine read in a text, as marks of five kinds.

import type { Reading, Span } from "../api/types.ts";
import type { Marked } from "../words/spans.ts";

export type Layer = "attribution" | "event" | "date" | "place" | "silence";
export type MarkKind = "source" | "cue" | "content" | "event" | "date" | "place" | "silence" | "cited";
export interface ReadMark extends Marked<MarkKind> {
  layer: Layer;
}

export const LAYERS: { layer: Layer; name: string }[] = [
  { layer: "attribution", name: "Who says what" },
  { layer: "event", name: "Events" },
  { layer: "date", name: "Dates" },
  { layer: "place", name: "Places" },
  { layer: "silence", name: "Silences" },
];

export function markReading(reading: Reading): ReadMark[] {
  const mark = (layer: Layer, kind: MarkKind, id: string, span: Span | null): ReadMark[] =>
    span ? [{ layer, kind, id, span }] : [];
  return [
    ...reading.attributions.flatMap(({ id, source, cue, content }) => [
      ...mark("attribution", "source", id, source),
      ...mark("attribution", "cue", id, cue),
      ...mark("attribution", "content", id, content),
    ]),
    ...reading.event_mentions.flatMap(({ id, span }) => mark("event", "event", id, span)),
    ...reading.dates.flatMap(({ span }, index) => mark("date", "date", `date ${index}`, span)),
    ...reading.toponyms.flatMap(({ span }, index) => mark("place", "place", `place ${index}`, span)),
    ...reading.silences.flatMap(({ id, span }) => mark("silence", "silence", id, span)),
  ];
}
