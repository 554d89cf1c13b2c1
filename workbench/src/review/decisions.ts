// What a reviewer decides, by which key, and in which words it is told.

import type { Decision, Judged, ReviewPassage } from "../api/types.ts";
import { sayMoment } from "../words/dates.ts";

export type Act = "accept" | "correct" | "reject" | "merge" | "split" | "note" | "undo" | "next" | "previous";

/** The same keys as in `groundtruce review`, and two to go on without a decision. */
export const REVIEW_KEYS: [key: string, act: Act, meaning: string][] = [
  ["a", "accept", "it is right as it stands"],
  ["c", "correct", "put fields right"],
  ["r", "reject", "the text does not say this"],
  ["m", "merge", "this incident and another one are the same"],
  ["s", "split", "some mentions are of another incident"],
  ["n", "note", "write a note, and decide nothing"],
  ["u", "undo", "withdraw your last judgement"],
  ["k", "next", "leave it for another time"],
  ["j", "previous", "back to what was left"],
];

const DONE: Record<Decision, string> = {
  accept: "accepted",
  correct: "put right",
  reject: "rejected",
  merge: "merged",
  split: "split",
  note: "noted",
  withdraw: "withdrawn",
};

/** The words that a passage is shown for. Offsets are the document's, in code points. */
export function quoteOf({ text, start, span }: ReviewPassage): string {
  const letters = [...text];
  return span.map(([from, to]) => letters.slice(from - start, to - start).join("")).join(" … ");
}

/** Who says it, of an attribution that is typed as `attribution-8bde085a3fa15d3c (Ministry of Defence)`. */
export function sayAttribution(typed: string): string {
  return /\((.+)\)$/.exec(typed)?.[1] ?? typed;
}

export function sayDecision(decision: Decision): string {
  return DONE[decision];
}

/** `put right by Ann, 24 Nov 2026 16:02: date read 12 Dec, judged 13 Dec`. */
export function sayJudged({ by, decision, recorded, changed = [], note = "" }: Judged): string {
  const changes = changed.map(
    ({ name, read, judged }) => `${name} read ${read || "nothing"}, judged ${judged || "nothing"}`,
  );
  const behind = [...changes, ...(note ? [note] : [])].join("; ");
  return `${sayDecision(decision)} by ${by}, ${sayMoment(recorded)}${behind ? `: ${behind}` : ""}`;
}
