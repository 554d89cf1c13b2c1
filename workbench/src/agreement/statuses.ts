// Each status by a form of its own: no colour is needed to tell them apart, and none of them is red.

import type { FindingStatus } from "../api/types.ts";

export const STATUSES: FindingStatus[] = [
  "met",
  "breached",
  "disputed",
  "undetermined",
  "not yet due",
  "not checkable",
];

export interface Form {
  /** The share of the strip's height that is filled, from its base. */
  height: number;
  fill: "ink" | "hatched" | "none";
  line: "solid" | "dotted" | "none";
}

export const FORMS: Record<FindingStatus, Form> = {
  met: { height: 0.25, fill: "ink", line: "none" },
  breached: { height: 1, fill: "ink", line: "none" },
  disputed: { height: 1, fill: "hatched", line: "solid" },
  undetermined: { height: 1, fill: "none", line: "dotted" },
  "not yet due": { height: 0.25, fill: "none", line: "dotted" },
  "not checkable": { height: 0, fill: "none", line: "none" },
};
