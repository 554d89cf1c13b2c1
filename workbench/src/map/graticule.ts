// Lines of longitude and latitude at a round step, about five to the picture.

import Feature from "ol/Feature.js";
import LineString from "ol/geom/LineString.js";
import { fromLonLat } from "ol/proj.js";

const STEPS = [30, 20, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01];
const MOST_NORTHERN = 84;

export function makeGraticule([west = 0, south = 0, east = 0, north = 0]: number[]): Feature<LineString>[] {
  const step = STEPS.find((each) => (east - west) / each >= 5) ?? 0.01;
  const bottom = Math.max(south, -MOST_NORTHERN);
  const top = Math.min(north, MOST_NORTHERN);
  const line = (from: [number, number], to: [number, number]): Feature<LineString> =>
    new Feature({ geometry: new LineString([fromLonLat(from), fromLonLat(to)]) });
  return [
    ...multiples(west, east, step).map((x) => line([x, bottom], [x, top])),
    ...multiples(bottom, top, step).map((y) => line([west, y], [east, y])),
  ];
}

// -------------------------------------------------------------------------------------------------------------

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => (first + index) * step);
}
