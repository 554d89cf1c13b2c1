// What is pointed out on a picture, as values: control points and classes, and the words they are given in.

import type { Feature, PlaceProperties, Shape } from "../api/types.ts";

export interface SetPoint {
  id: number;
  x: number;
  y: number;
  /** A place's name, or coordinates, as typed. */
  place: string;
}
export type Reach = "at" | "like" | "legend";
export type Drawn = "filled" | "hatched" | "outline";
export interface PointedClass {
  id: number;
  x: number;
  y: number;
  /** The zone that it shows: one of the case's, or a new name. */
  zone: string;
  reach: Reach;
  drawn: Drawn;
}

/** Longitude and latitude of what was typed: the name of a place of the record, `46.75, 39.82`, or `39.82 N 46.75 E`. */
export function findPlace(typed: string, places: Feature<PlaceProperties>[]): [number, number] | null {
  const wanted = typed.trim().toLocaleLowerCase();
  if (!wanted) return null;
  const place = places.find(({ properties: { name } }) =>
    [name, ...name.split(" / ")].some((each) => each.toLocaleLowerCase() === wanted),
  );
  return place?.geometry?.type === "Point" ? (place.geometry.coordinates as [number, number]) : readCoordinates(typed);
}

/** As the command line takes it: `south=at:150,150:hatched`. */
export function writeClass({ x, y, zone, reach, drawn }: PointedClass): string {
  // The name ends at the first of these signs.
  const name = zone.replaceAll("=", " ").trim() || "zone";
  return `${name}=${reach}:${x},${y}${drawn === "filled" ? "" : `:${drawn}`}`;
}

/** The rings of a polygon or of several, as a path of SVG. */
export function drawPath(shape: Shape): string {
  const polygons = (shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates) as [number, number][][][];
  return polygons
    .flat()
    .map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`)
    .join("");
}

// -------------------------------------------------------------------------------------------------------------

function readCoordinates(typed: string): [number, number] | null {
  const found = /^\s*([+-]?\d+(?:\.\d+)?)\s*°?\s*([NSEW]?)[\s,;]+([+-]?\d+(?:\.\d+)?)\s*°?\s*([NSEW]?)\s*$/i.exec(
    typed,
  );
  if (!found) return null;
  const [, first = "", firstSide = "", second = "", secondSide = ""] = found;
  const one = turn(Number(first), firstSide);
  const other = turn(Number(second), secondSide);
  const [longitude, latitude] = /[ns]/i.test(firstSide) || /[ew]/i.test(secondSide) ? [other, one] : [one, other];
  return Math.abs(longitude) <= 180 && Math.abs(latitude) < 90 ? [longitude, latitude] : null;
}

function turn(degrees: number, side: string): number {
  return /[sw]/i.test(side) ? -degrees : degrees;
}
