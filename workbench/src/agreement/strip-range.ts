// Which days a strip of findings covers: all of the record's where that is a year or less, else a year up to a little after the day.

import { dayNumber, dayOf } from "../words/dates.ts";

const MOST_DAYS = 365;
const DAYS_AFTER = 60;

export function stripRange(days: { first: number; last: number }, on: string): { from: string; to: string } {
  if (days.last - days.first < MOST_DAYS) return { from: dayOf(days.first), to: dayOf(days.last) };
  const last = Math.min(days.last, Math.max(dayNumber(on) + DAYS_AFTER, days.first + MOST_DAYS - 1));
  return { from: dayOf(last - MOST_DAYS + 1), to: dayOf(last) };
}
