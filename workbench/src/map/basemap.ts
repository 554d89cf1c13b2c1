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
type Point = [number, number];

/** Web Mercator ends here. */
const MOST_NORTHERN = 85;

export async function loadCountries(): Promise<Feature<MultiPolygon>[]> {
  const topology = await askOnce<Topology>("/basemap/countries.topojson");
  const arcs = topology.arcs.map((arc) => decodeArc(arc, topology.transform.scale));
  return topology.objects.countries.geometries.map((country) => {
    const polygons = country.arcs.map((polygon) => polygon.map((ring) => joinArcs(ring, arcs)));
    return new Feature({ geometry: new MultiPolygon(polygons), name: country.properties.name });
  });
}

// -------------------------------------------------------------------------------------------------------------

/** TopoJSON keeps each point as its step from the one before. */
function decodeArc(arc: [number, number][], [scaleX, scaleY]: [number, number]): Point[] {
  let x = 0;
  let y = 0;
  return arc.map(([stepX, stepY]) => {
    x += stepX;
    y += stepY;
    const latitude = Math.max(-MOST_NORTHERN, Math.min(MOST_NORTHERN, y * scaleY));
    return fromLonLat([x * scaleX, latitude]) as Point;
  });
}

/** The points of a ring; a complement stands for an arc reversed. */
function joinArcs(ring: number[], arcs: Point[][]): Point[] {
  return ring.flatMap((arc) => (arc >= 0 ? (arcs[arc] ?? []) : [...(arcs[~arc] ?? [])].reverse()));
}
