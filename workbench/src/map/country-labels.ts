// A name for each country in sight, where most room is: the middle of a whole country is mostly out of the picture.

import type Feature from "ol/Feature.js";
import type { Extent } from "ol/extent.js";
import type Geometry from "ol/geom/Geometry.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import Polygon from "ol/geom/Polygon.js";

export interface CountryLabel {
  name: string;
  at: Point;
}

type Point = [number, number];
type Cell = [column: number, row: number];
/** For each row and column of the grid, whether something is there. */
type Raster = boolean[][];

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
  const taken = avoid.map((feature) => rasterise(feature.getGeometry(), extent)).filter((raster) => raster !== null);
  return countries.flatMap((country) => {
    const ground = rasterise(country.getGeometry(), extent);
    if (!ground) return [];
    const free = ground.map((cells, row) =>
      cells.map((inside, column) => inside && !taken.some((raster) => raster[row]?.[column])),
    );
    const cell = roomiest(measureRoom(free));
    return cell ? [{ name: String(country.get("name")), at: middle(extent, cell) }] : [];
  });
}

// -------------------------------------------------------------------------------------------------------------

function middle([west = 0, south = 0, east = 0, north = 0]: Extent, [column, row]: Cell): Point {
  return [west + ((column + 0.5) / COLUMNS) * (east - west), south + ((row + 0.5) / ROWS) * (north - south)];
}

/** Which cells' middles lie in a shape: each edge is looked at once, for a coast has many more points than the grid. */
function rasterise(geometry: Geometry | undefined, extent: Extent): Raster | null {
  if (!(geometry instanceof Polygon || geometry instanceof MultiPolygon) || !geometry.intersectsExtent(extent))
    return null;
  const crossings: number[][] = Array.from({ length: ROWS }, () => []);
  const flat = geometry.getFlatCoordinates();
  let start = 0;
  for (const end of geometry instanceof Polygon ? geometry.getEnds() : geometry.getEndss().flat()) {
    collectCrossings(flat, start, end, { extent, crossings });
    start = end;
  }
  return crossings.map((row) => fillRow(row, extent));
}

/** Adds to each row where the edges of a ring cross the middle of the row. */
function collectCrossings(
  flat: number[],
  start: number,
  end: number,
  { extent, crossings }: { extent: Extent; crossings: number[][] },
): void {
  const [, south = 0, , north = 0] = extent;
  const height = (north - south) / ROWS;
  for (let index = start; index + 3 < end; index += 2) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [flat[index], flat[index + 1], flat[index + 2], flat[index + 3]];
    const upper = Math.max(y1, y2);
    let row = Math.max(0, Math.ceil((Math.min(y1, y2) - south) / height - 0.5));
    for (let y = south + (row + 0.5) * height; row < ROWS && y <= upper; row += 1, y += height) {
      if (y1 > y !== y2 > y) crossings[row]?.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
    }
  }
}

/** Inside are the cells whose middle has an odd number of crossings to its west. */
function fillRow(crossings: number[], extent: Extent): boolean[] {
  const cells = new Array<boolean>(COLUMNS).fill(false);
  if (crossings.length === 0) return cells;
  return cells.map((_, column) => {
    const [x] = middle(extent, [column, 0]);
    return crossings.filter((crossing) => crossing < x).length % 2 === 1;
  });
}

/** For each cell, how many cells lie between it and the nearest that is outside, which begins at the picture's edge. */
function measureRoom(raster: Raster): number[][] {
  const room = raster.map((cells) => cells.map((inside) => (inside ? Infinity : 0)));
  const at = (row: number, column: number): number => room[row]?.[column] ?? 0;
  const lower = (row: number, column: number, value: number): void => {
    const cells = room[row];
    if (cells) cells[column] = Math.min(cells[column] ?? 0, value);
  };
  // Two sweeps give every cell its distance.
  for (let row = 0; row < ROWS; row += 1)
    for (let column = 0; column < COLUMNS; column += 1)
      lower(row, column, Math.min(at(row - 1, column), at(row, column - 1)) + 1);
  for (let row = ROWS - 1; row >= 0; row -= 1)
    for (let column = COLUMNS - 1; column >= 0; column -= 1)
      lower(row, column, Math.min(at(row + 1, column), at(row, column + 1)) + 1);
  return room;
}

function roomiest(room: number[][]): Cell | null {
  let best: Cell | null = null;
  let most = LEAST_ROOM - 1;
  room.forEach((cells, row) => {
    cells.forEach((value, column) => {
      if (value > most) {
        most = value;
        best = [column, row];
      }
    });
  });
  return best;
}
