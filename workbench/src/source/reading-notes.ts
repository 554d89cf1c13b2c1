// What the machine read at a place of a text, in words.

import type { Reading, Span } from "../api/types.ts";
import { sayDate } from "../words/dates.ts";
import { sayList } from "../words/numbers.ts";
import type { ReadMark } from "./reading-marks.ts";

/** `partyName` gives a party's name by its identifier. */
export function sayMark({ layer, id }: ReadMark, reading: Reading, partyName: (party: string) => string): string {
  switch (layer) {
    case "attribution":
      return sayAttribution(id, reading, partyName);
    case "event":
      return sayEvent(id, reading);
    case "date":
      return sayDateMention(id, reading);
    case "place":
      return sayPlace(id, reading);
    case "silence":
      return saySilence(id, reading, partyName);
  }
}

// -------------------------------------------------------------------------------------------------------------

function quote(span: Span, reading: Reading): string {
  const points = Array.from(reading.document.text);
  return span.map(([start, end]) => points.slice(start, end).join("")).join(" … ");
}

function sayAttribution(id: string, reading: Reading, partyName: (party: string) => string): string {
  const found = reading.attributions.find((each) => each.id === id);
  if (!found) return "";
  const { source, cue, speaker, stance, mode } = found;
  const party = speaker?.party ? partyName(speaker.party) : null;
  const who = [speaker?.name ?? speaker?.organization, party].filter(Boolean).join(", ");
  const said = source ? `“${quote(source, reading)}”` : "the text without naming whom";
  return `Said by ${said}${who ? ` (${who})` : ""}, who ${stance}${cue ? ` by “${quote(cue, reading)}”` : ""}; ${mode}.`;
}

function sayEvent(id: string, reading: Reading): string {
  const found = reading.event_mentions.find((each) => each.id === id);
  if (!found) return "";
  const facts = [found.place?.text, found.date && sayDate(found.date)].filter(Boolean).join(", ");
  return `Event: ${found.type}${facts ? ` (${facts})` : ""}, ${found.realis}.`;
}

function sayDateMention(id: string, reading: Reading): string {
  const found = reading.dates[numberOf(id)];
  if (!found) return "";
  return `Date: ${found.edtf ? sayDate(found.edtf) : found.value}${found.anchor ? `, counted from ${found.anchor}` : ""}.`;
}

function sayPlace(id: string, reading: Reading): string {
  const found = reading.toponyms[numberOf(id)];
  if (!found) return "";
  if (found.longitude === null) return `Place: ${found.name}, not found in a gazetteer.`;
  return `Place: ${found.name}, within ${found.uncertainty_km} km of its point.`;
}

function saySilence(id: string, reading: Reading, partyName: (party: string) => string): string {
  const found = reading.silences.find((each) => each.id === id);
  if (!found) return "";
  return `Reported silence: ${sayList(found.parties.map(partyName))}${found.about ? `, about ${found.about}` : ""}.`;
}

/** Dates and places have no identifier: their marks carry their number, as `date 3`. */
function numberOf(id: string): number {
  return Number(id.split(" ")[1] ?? 0);
}
