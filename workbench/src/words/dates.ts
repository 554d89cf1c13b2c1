// Dates for people: the record's are EDTF, with the precision that the sources gave. Days are UTC's.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SEASONS = ["spring", "summer", "autumn", "winter"];
const POINT =
  /^(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX)(?:T(\d{2}:\d{2})[\d:.]*(Z|[+-]\d{2}:\d{2})?)?)?)?([~?%])?$/;
const QUALIFIERS: Record<string, string> = { "~": "about ", "?": "perhaps ", "%": "perhaps about " };
const DAY_MS = 86_400_000;

/** `13 Dec 2020`, `Dec 2020`, `7 to 13 Dec 2020`, `until 13 Dec 2020`, `about 13 Dec 2020`, `13 Dec 2020, 20:00 (UTC)`. */
export function sayDate(edtf: string): string {
  if (edtf.includes("/")) return sayInterval(edtf);
  const match = POINT.exec(edtf);
  if (!match) return edtf;
  const [, year = "", month, day, time, zone, qualifier = ""] = match;
  let text = year.includes("X") ? `${year.replaceAll("X", "0")}s` : year;
  if (month && month !== "XX") {
    const number = Number(month);
    text = `${number > 20 ? (SEASONS[number - 21] ?? month) : (MONTHS[number - 1] ?? month)} ${year}`;
    if (day && day !== "XX") text = `${Number(day)} ${text}`;
  }
  if (time) text += `, ${time}${zone === "Z" ? " (UTC)" : zone ? ` (UTC${zone})` : ""}`;
  return (QUALIFIERS[qualifier] ?? "") + text;
}

/** A recorded moment to the second: `24 Nov 2026, 13:37:09 UTC`. */
export function sayMoment(moment: string): string {
  return `${sayDate(moment.slice(0, 10))}, ${moment.slice(11, 19)} UTC`;
}

/** Whole days since 1970 of a `YYYY-MM-DD`, or of the day of an ISO moment. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY_MS);
}

/** The `YYYY-MM-DD` of a number of days since 1970. */
export function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    dayOf(dayNumber(text)) === text
  );
}

export function shiftDay(day: string, by: number): string {
  return dayOf(dayNumber(day) + by);
}

// -------------------------------------------------------------------------------------------------------------

function sayInterval(edtf: string): string {
  const [first = "", last = ""] = edtf.split("/");
  if (first === "" || first === "..") return `until ${sayDate(last)}`;
  if (last === "" || last === "..") return `since ${sayDate(first)}`;
  const start = sayDate(first);
  const end = sayDate(last);
  const shared = /^(\d{1,2}) (\w{3} \d{4})$/.exec(start);
  return `${shared?.[2] && end.endsWith(shared[2]) ? shared[1] : start} to ${end}`;
}
