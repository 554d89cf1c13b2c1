// The bundled base map: Natural Earth's countries, public domain, to find one's bearings. Its borders take no position.

import Feature from "ol/Feature.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import { fromLonLat } from "ol/proj.js";

import { askOnce } from "../api/client.ts";

interface Topology {
  transform: { scale: [number, number] };
  arcs: [number, number][][];
  objects: { countries: { geometries: { arcs: number[][][]; properties: { name: string } }[] } };
}
/** Points one after the other, as OpenLayers keeps them: x, y, x, y, … An array for each point would cost more than the drawing. */
type Flat = number[];

/** Web Mercator ends here. */
const MOST_NORTHERN = 85;
/** Whoever waits for the record's own shapes comes first, but not for longer than this. */
const LATEST_MS = 1500;

export async function loadCountries(): Promise<Feature<MultiPolygon>[]> {
  const topology = await askOnce<Topology>("/basemap/countries.topojson");
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: LATEST_MS }));
  const arcs = topology.arcs.map((arc) => decodeArc(arc, topology.transform.scale));
  return topology.objects.countries.geometries.map(
    (country) => new Feature({ geometry: joinPolygons(country.arcs, arcs), name: country.properties.name }),
  );
}

// -------------------------------------------------------------------------------------------------------------

/** TopoJSON keeps each point as its step from the one before. */
function decodeArc(arc: [number, number][], [scaleX, scaleY]: [number, number]): Flat {
  const flat: Flat = [];
  let x = 0;
  let y = 0;
  for (const [stepX, stepY] of arc) {
    x += stepX;
    y += stepY;
    const latitude = Math.max(-MOST_NORTHERN, Math.min(MOST_NORTHERN, y * scaleY));
    const [east = 0, north = 0] = fromLonLat([x * scaleX, latitude]);
    flat.push(east, north);
  }
  return flat;
}

function joinPolygons(polygons: number[][][], arcs: Flat[]): MultiPolygon {
  const flat: Flat = [];
  const ends = polygons.map((rings) =>
    rings.map((ring) => {
      for (const arc of ring) appendArc(flat, arcs, arc);
      return flat.length;
    }),
  );
  return new MultiPolygon(flat, "XY", ends);
}

/** A complement stands for an arc reversed. */
function appendArc(flat: Flat, arcs: Flat[], arc: number): void {
  const points = arcs[arc >= 0 ? arc : ~arc] ?? [];
  if (arc >= 0) {
    for (const value of points) flat.push(value);
    return;
  }
  for (let at = points.length - 2; at >= 0; at -= 2) flat.push(points[at] ?? 0, points[at + 1] ?? 0);
}
