// A change of a zone in one neutral phrase, as the brief's headline has it.

import type { ZoneChange } from "../api/types.ts";
import { sayDirection, sayEstimate, sayInterval } from "./numbers.ts";

/** `grew by 342 km² (149 to 516), 26 ± 2 km to the south-west`. */
export function sayChange(change: ZoneChange): string {
  if (change.verdict === "unchanged") return "is drawn unchanged";
  if (change.verdict === "redrawn") return "was redrawn; no ground changed beyond the drawing error";
  if (change.verdict === "within error") return "differs by no more than the drawing error";
  const furthest = change.net_km2.best >= 0 ? change.furthest_gain : change.furthest_loss;
  const reach = furthest ? `, ${sayEstimate(furthest.km, "km")} to the ${sayDirection(furthest.bearing_deg)}` : "";
  return `${sayNet(change)}${reach}`;
}

// -------------------------------------------------------------------------------------------------------------

/** Growth or loss where the interval of the net leaves no doubt which; else both sides of it. */
function sayNet({ net_km2: net, gained_km2, lost_km2 }: ZoneChange): string {
  if (net.low > 0) return `grew by ${sayEstimate(net, "km²")}`;
  if (net.high < 0) return `shrank by ${sayInterval(-net.best, -net.high, -net.low, "km²")}`;
  return `moved, gaining ${sayEstimate(gained_km2, "km²")} and losing ${sayEstimate(lost_km2, "km²")}`;
}
