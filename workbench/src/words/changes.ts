// A change of a zone in one neutral phrase, as the brief's headline has it.

import type { ZoneChange } from "../api/types.ts";
import { sayDirection, sayEstimate } from "./numbers.ts";

/** `grew by 342 km² (149 to 516), reaching 26 ± 2 km to the south-west`. */
export function sayChange(change: ZoneChange): string {
  if (change.verdict === "unchanged") return "is drawn unchanged";
  if (change.verdict === "redrawn") return "was redrawn; no ground changed beyond the drawing error";
  if (change.verdict === "within error") return "differs by no more than the drawing error";
  const grew = change.net_km2.best >= 0;
  const size = { ...change.net_km2 };
  if (!grew) Object.assign(size, { best: -size.best, low: -change.net_km2.high, high: -change.net_km2.low });
  const furthest = grew ? change.furthest_gain : change.furthest_loss;
  const reach = furthest ? `, ${sayEstimate(furthest.km, "km")} to the ${sayDirection(furthest.bearing_deg)}` : "";
  return `${grew ? "grew" : "shrank"} by ${sayEstimate(size, "km²")}${reach}`;
}
