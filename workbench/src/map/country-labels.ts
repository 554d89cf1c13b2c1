// A name for each country in sight, where most room is: the middle of a whole country is mostly out of the picture.

import type Feature from "ol/Feature.js";
import type { Extent } from "ol/extent.js";
import type Geometry from "ol/geom/Geometry.js";
import type MultiPolygon from "ol/geom/MultiPolygon.js";

export interface CountryLabel {
  name: string;
  at: Point;
}

type Point = [number, number];

const COLUMNS = 28;
const ROWS = 18;
/** A name needs about so many columns of ground to either side. */
const LEAST_ROOM = 3;

/** `avoid` are the zones: no name shall stand on them. */
export function placeCountryLabels(
  countries: Feature<MultiPolygon>[],
  extent: Extent,
  avoid: Feature<Geometry>[],
): CountryLabel[] {
  const taken = avoid.flatMap((feature) => feature.getGeometry() ?? []);
  const isFree = (at: Point): boolean => !taken.some((shape) => shape.intersectsCoordinate(at));
  return countries.flatMap((country) => {
    const geometry = country.getGeometry();
    if (!geometry?.intersectsExtent(extent)) return [];
    const cell = roomiest(measureRoom((at) => geometry.intersectsCoordinate(at) && isFree(at), extent));
    return cell ? [{ name: String(country.get("name")), at: middle(extent, cell) }] : [];
  });
}

// -------------------------------------------------------------------------------------------------------------

type Cell = [column: number, row: number];

function middle([west = 0, south = 0, east = 0, north = 0]: Extent, [column, row]: Cell): Point {
  return [west + ((column + 0.5) / COLUMNS) * (east - west), south + ((row + 0.5) / ROWS) * (north - south)];
}

/** For each cell of a grid over the extent, how many cells lie between it and the nearest that is outside. */
function measureRoom(contains: (at: Point) => boolean, extent: Extent): number[][] {
  const room = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: COLUMNS }, (__, column) => (contains(middle(extent, [column, row])) ? Infinity : 0)),
  );
  const at = (row: number, column: number): number => room[row]?.[column] ?? 0;
  // Two sweeps give every cell its distance from the outside, which begins at the edge of the picture.
  for (let row = 0; row < ROWS; row += 1)
    for (let column = 0; column < COLUMNS; column += 1)
      lower(room, row, column, Math.min(at(row - 1, column), at(row, column - 1)) + 1);
  for (let row = ROWS - 1; row >= 0; row -= 1)
    for (let column = COLUMNS - 1; column >= 0; column -= 1)
      lower(room, row, column, Math.min(at(row + 1, column), at(row, column + 1)) + 1);
  return room;
}

function lower(room: number[][], row: number, column: number, value: number): void {
  const cells = room[row];
  if (cells) cells[column] = Math.min(cells[column] ?? 0, value);
}

function roomiest(room: number[][]): Cell | null {
  let best: Cell | null = null;
  let most = LEAST_ROOM;
  room.forEach((cells, row) => {
    cells.forEach((value, column) => {
      if (value >= most) {
        most = value + 1;
        best = [column, row];
      }
    });
  });
  return best;
}
