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

/** Which cells' middles lie in a shape. Row by row, by where its edges cross: a coast has many more points than the grid. */
function rasterise(geometry: Geometry | undefined, extent: Extent): Raster | null {
  if (!(geometry instanceof Polygon || geometry instanceof MultiPolygon) || !geometry.intersectsExtent(extent))
    return null;
  const polygons = geometry instanceof Polygon ? [geometry] : geometry.getPolygons();
  const rings = polygons
    .filter((polygon) => polygon.intersectsExtent(extent))
    .flatMap((polygon) => polygon.getLinearRings().map((ring) => ring.getFlatCoordinates()));
  return Array.from({ length: ROWS }, (_, row) => {
    const [, y] = middle(extent, [0, row]);
    const crossings = rings.flatMap((ring) => crossingsOf(ring, y)).sort((a, b) => a - b);
    return Array.from({ length: COLUMNS }, (__, column) => {
      const [x] = middle(extent, [column, row]);
      return crossings.filter((crossing) => crossing < x).length % 2 === 1;
    });
  });
}

/** Where the edges of a ring, closed and flat, cross a parallel. */
function crossingsOf(ring: number[], y: number): number[] {
  const found: number[] = [];
  for (let index = 0; index + 3 < ring.length; index += 2) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [ring[index], ring[index + 1], ring[index + 2], ring[index + 3]];
    if (y1 > y !== y2 > y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return found;
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
