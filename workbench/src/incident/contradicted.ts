// Which cells of the matrix a contradiction is about.

import type { Cell, Contradiction } from "../api/types.ts";

const CELLS: Record<Contradiction["kind"], Cell["name"][]> = {
  numbers: ["deaths", "injured"],
  places: ["where"],
  times: ["when"],
  "who began": ["who began"],
  "whether it happened": ["what"],
};

/** Each as `CELL SIDE`. */
export function contradictedCells(contradictions: Contradiction[]): Set<string> {
  return new Set(
    contradictions.flatMap((each) => cellsOf(each).flatMap((cell) => each.between.map((side) => `${cell} ${side}`))),
  );
}

// -------------------------------------------------------------------------------------------------------------

/** Numbers may be of the killed or of the injured: the statement's words tell which. */
function cellsOf({ kind, statement }: Contradiction): Cell["name"][] {
  if (kind === "numbers" && /killed|dea[dt]/.test(statement)) return ["deaths"];
  if (kind === "numbers" && /injured|wounded/.test(statement)) return ["injured"];
  return CELLS[kind];
}
