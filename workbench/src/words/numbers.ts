// Numbers in words, each with its interval, rounded to the digits that the interval leaves: as in the brief.

import type { Count, Estimate, Margin } from "../api/types.ts";

const DIRECTIONS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
/** A middle that lies off the best value by less than a twentieth of the half width is no skew worth words. */
const SYMMETRIC_SHARE = 0.05;

/** `61 ± 4 km²`, or `61 km² (55 to 72)` where the interval is skewed. The interval is that of 95 %. */
export function sayEstimate(estimate: Estimate, unit: string): string {
  return sayInterval(estimate.best, estimate.low, estimate.high, unit);
}

/** A number with its 95 % interval; one without says so by standing alone. */
export function sayInterval(best: number, low: number | null, high: number | null, unit: string): string {
  if (low === null || high === null || low === high) {
    return `${sayNumber(best, Math.abs(best) >= 100 || Number.isInteger(best) ? 0 : 1)} ${unit}`;
  }
  const half = (high - low) / 2;
  const digits = digitsLeft(half);
  if (round(best, digits) === 0 && low === 0) return `none (at most ${sayNumber(high, digitsLeft(high))} ${unit})`;
  if (Math.abs(best - (low + high) / 2) <= SYMMETRIC_SHARE * half) {
    return `${sayNumber(best, digits)} ± ${sayNumber(half, digits)} ${unit}`;
  }
  return `${sayNumber(best, digits)} ${unit} (${sayNumber(low, digits)} to ${sayNumber(high, digits)})`;
}

/** With `digits` decimals, thousands parted by commas and a true minus sign; never a minus zero. */
export function sayNumber(value: number, digits: number): string {
  const text = formatOf(digits).format(round(value, digits) + 0);
  return text.replace(/^-(?=[0.,]*$)/, "").replace("-", "−");
}

export function sayMargin(margin: Margin): string {
  return `${sayInterval(margin.value, margin.low, margin.high, margin.unit).trim()} ${margin.meaning}`.trim();
}

/** `under 1 %`, `73 %`, `over 99 %`: never a certainty that no map has. */
export function sayProbability(probability: number): string {
  if (probability < 0.01) return "under 1 %";
  return probability > 0.99 ? "over 99 %" : `${Math.round(probability * 100)} %`;
}

/** The compass direction, of eight, that a bearing clockwise from north lies nearest to. */
export function sayDirection(bearing: number): string {
  return DIRECTIONS[((Math.round(bearing / 45) % 8) + 8) % 8] ?? "";
}

/** `2`, `1 to 3`, `at least 3`, with who they were. */
export function sayCount(count: Count): string {
  const number =
    count.high === null
      ? `at least ${count.low}`
      : count.low === count.high
        ? `${count.low}`
        : `${count.low} to ${count.high}`;
  return count.who ? `${number} (${count.who})` : number;
}

/** `1 account`, `2 accounts`, `no accounts`. */
export function sayQuantity(number: number, noun: string, plural = `${noun}s`): string {
  return `${number || "no"} ${number === 1 ? noun : plural}`;
}

/** `a, b and c`. */
export function sayList(items: string[], word = "and"): string {
  return [items.slice(0, -1).join(", "), ...items.slice(-1)].filter(Boolean).join(` ${word} `);
}

export function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `1.2 kB`, `3.4 MB`. */
export function saySize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

// -------------------------------------------------------------------------------------------------------------

/** Making a format costs a thousand times what using it does. */
const formats = new Map<number, Intl.NumberFormat>();

function formatOf(digits: number): Intl.NumberFormat {
  const known = formats.get(digits);
  if (known) return known;
  const made = new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(digits, made);
  return made;
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/** How many decimals an interval's half width leaves: one digit of it, two where it starts with a 1. */
function digitsLeft(half: number): number {
  if (half <= 0) return 1;
  const power = Math.floor(Math.log10(half));
  return Math.min(3, Math.max(0, -power + (half < 2 * 10 ** power ? 1 : 0)));
}
