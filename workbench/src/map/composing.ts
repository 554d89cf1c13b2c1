// From what the record knows to what the map shows: pure.

import type { AreaProperties, Case, Entry, Feature, PlaceProperties, ZoneChange } from "../api/types.ts";
import type { Version } from "../state/workbench.svelte.ts";
import { capitalise, sayEstimate } from "../words/numbers.ts";
import type { ShownArea, ShownIncident, ShownPart, ShownPlace, ShownReach, ShownZone } from "./scene.ts";

const KM_PER_DEGREE = 111.32;
/** A name is about so long at the scale of a zone. */
const SIDE_DEGREES = 0.25;
/** Incidents of so many days up to the one shown are drawn in full, older ones faintly. */
export const RECENT_DAYS = 7;

export function changeId(change: ZoneChange): string {
  return `${change.from.version}..${change.to.version}`;
}

export function showZone(version: Version, colour: string, change: ZoneChange | undefined): ShownZone | null {
  if (!version.geometry) return null;
  const { name, kind, drawing_error_m } = version.properties;
  return {
    id: version.id,
    name,
    kind,
    colour,
    errorM: drawing_error_m,
    geometry: version.geometry,
    change: change ? changeId(change) : null,
  };
}

export function showParts(change: ZoneChange, colour: string): ShownPart[] {
  return change.parts.map((part) => ({ part, colour, change: changeId(change) }));
}

/** The arrow to the furthest gain; the shape of the earth is a plane's over such distances. */
export function showReach(change: ZoneChange): ShownReach[] {
  const furthest = change.verdict === "moved" ? change.furthest_gain : null;
  if (!furthest) return [];
  const [longitude, latitude] = furthest.at;
  const bearing = (furthest.bearing_deg * Math.PI) / 180;
  const [north, east] = [Math.cos(bearing), Math.sin(bearing)].map((each) => each * furthest.km.measured) as [
    number,
    number,
  ];
  const from: [number, number] = [
    longitude - east / (KM_PER_DEGREE * Math.cos((latitude * Math.PI) / 180)),
    latitude - north / KM_PER_DEGREE,
  ];
  return [{ from, to: [longitude, latitude], words: sayEstimate(furthest.km, "km") }];
}

/** Settlements, with what the changes shown made of them. Several maps may judge one place: gained or lost outweighs unsure. */
export function showPlaces(places: Feature<PlaceProperties>[], changes: ZoneChange[]): ShownPlace[] {
  const reaches = changes.flatMap(showReach);
  const verdicts = new Map<string, ShownPlace["verdict"]>();
  for (const { gazetteer_id, verdict } of changes.flatMap((change) => change.settlements)) {
    if (verdict !== "uncertain" || !verdicts.has(gazetteer_id)) verdicts.set(gazetteer_id, verdict);
  }
  return places.flatMap(({ id, geometry, properties }) =>
    properties.kind === "settlement" && geometry?.type === "Point"
      ? [
          {
            name: properties.name,
            at: geometry.coordinates as [number, number],
            uncertaintyKm: properties.uncertainty_km,
            population: properties.population,
            verdict: verdicts.get(id) ?? null,
            side: reaches.some((reach) => liesWestOf(geometry.coordinates as [number, number], reach))
              ? "left"
              : "right",
          },
        ]
      : [],
  );
}

function liesWestOf([longitude, latitude]: [number, number], { from, to }: ShownReach): boolean {
  const share = (latitude - from[1]) / (to[1] - from[1] || 1);
  const crossing = from[0] + share * (to[0] - from[0]);
  return share > -0.1 && share < 1.1 && longitude < crossing && crossing - longitude < SIDE_DEGREES;
}

/** The areas that a force is deployed in, and the one that a provision opened is about. */
export function showAreas(areas: Feature<AreaProperties>[], of: Case | undefined, opened: string | null): ShownArea[] {
  const provisions = of?.agreement?.provisions ?? [];
  const wanted = new Map<string, string>();
  for (const { id, terms } of provisions) {
    if (terms.area && (terms.type === "deployment area" || id === opened) && !wanted.has(terms.area))
      wanted.set(terms.area, id);
  }
  return areas.flatMap(({ id, geometry, properties }) =>
    geometry && wanted.has(id) ? [{ name: properties.name, geometry, provision: wanted.get(id) ?? null }] : [],
  );
}

/** One mark for each place: the newest incident there stands for the others. `entries` come newest first. */
export function showIncidents(entries: Entry[], recentFrom: string, chosen: string | null): ShownIncident[] {
  const byPlace = new Map<string, ShownIncident>();
  for (const entry of entries) {
    if (entry.longitude === null || entry.latitude === null || !entry.subject) continue;
    const key = `${entry.longitude} ${entry.latitude}`;
    const there = byPlace.get(key);
    const isChosen = entry.subject === chosen;
    const shown: ShownIncident = {
      id: entry.subject,
      title: capitalise(entry.title),
      at: [entry.longitude, entry.latitude],
      uncertaintyKm: entry.uncertainty_km ?? 0,
      number: (there?.number ?? 0) + 1,
      recent: (entry.ends ?? entry.begins ?? "") > recentFrom,
      chosen: isChosen,
    };
    if (!there || isChosen) byPlace.set(key, { ...shown, recent: shown.recent || (there?.recent ?? false) });
    else there.number += 1;
  }
  return [...byPlace.values()];
}
