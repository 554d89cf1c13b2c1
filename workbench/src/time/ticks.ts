// Where the slider's days are written: at round steps, as many as have room.

import { dayNumber, dayOf, sayDate } from "../words/dates.ts";

export interface Tick {
  day: number;
  words: string;
  anchor: "start" | "middle" | "end";
}

const ROOM_PX = 90;
const STEP_DAYS = [1, 2, 5, 10, 15];
const STEP_MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];

export function makeTicks(first: number, last: number, width: number): Tick[] {
  const most = Math.max(2, Math.floor(width / ROOM_PX));
  const room = ROOM_PX / Math.max(width, 1);
  const inside = findDays(first, last, most).filter(
    (day) => share(day, first, last) > room && share(day, first, last) < 1 - room * 1.2,
  );
  const middle = inside.map((day): Tick => ({ day, words: sayDate(dayOf(day)), anchor: "middle" }));
  if (first === last) return [{ day: first, words: sayDate(dayOf(first)), anchor: "start" }];
  return [
    { day: first, words: sayDate(dayOf(first)), anchor: "start" },
    ...middle,
    { day: last, words: sayDate(dayOf(last)), anchor: "end" },
  ];
}

// -------------------------------------------------------------------------------------------------------------

function share(day: number, first: number, last: number): number {
  return (day - first) / Math.max(1, last - first);
}

function findDays(first: number, last: number, most: number): number[] {
  const step = STEP_DAYS.find((each) => (last - first) / each <= most);
  if (step)
    return range(last - first + 1)
      .map((index) => first + index)
      .filter((day) => (day - first) % step === 0);
  const months = STEP_MONTHS.find((each) => (last - first) / (each * 30.4) <= most) ?? 120;
  const [year = 1970, month = 1] = dayOf(first).split("-").map(Number);
  const begin = year * 12 + month - 1;
  return range(Math.ceil((last - first) / 30.4) + 2)
    .map((index) => begin + index)
    .filter((each) => each % months === 0)
    .map((each) =>
      dayNumber(`${String(Math.floor(each / 12)).padStart(4, "0")}-${String((each % 12) + 1).padStart(2, "0")}-01`),
    )
    .filter((day) => day > first && day < last);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
