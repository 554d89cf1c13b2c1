// What the map shows, as values: the drawing follows from these alone. Coordinates are WGS 84, longitude first.

import type { ChangedPart, SettlementChange, Shape, ZoneKind } from "../api/types.ts";

export interface ShownZone {
  id: string;
  name: string;
  kind: ZoneKind;
  colour: string;
  /** One standard deviation of the drawn line, in metres. */
  errorM: number;
  geometry: Shape;
  /** `FROM..TO` of the change that led to it. */
  change: string | null;
}
export interface ShownBefore {
  errorM: number;
  geometry: Shape;
}
export interface ShownPart {
  part: ChangedPart;
  colour: string;
  change: string;
}
export interface ShownArea {
  name: string;
  geometry: Shape;
  provision: string | null;
}
export interface ShownPlace {
  name: string;
  at: [number, number];
  uncertaintyKm: number;
  population: number | null;
  /** What became of it with the change shown; null where nothing did. */
  verdict: SettlementChange["verdict"] | null;
  /** Where its name stands, so that the arrow to the furthest point does not cross it. */
  side: "left" | "right";
}
export interface ShownIncident {
  id: string;
  title: string;
  at: [number, number];
  uncertaintyKm: number;
  /** How many incidents stand for this mark: several may have the same place. */
  number: number;
  recent: boolean;
  chosen: boolean;
}
export interface ShownReach {
  from: [number, number];
  to: [number, number];
  words: string;
}

/** Shapes: they change with the map's version, and are costly to draw. */
export interface Ground {
  zones: ShownZone[];
  before: ShownBefore[];
  parts: ShownPart[];
  areas: ShownArea[];
  /** What is being traced off a picture. */
  traced: Shape[];
}
/** What stands on the ground. */
export interface Marks {
  places: ShownPlace[];
  incidents: ShownIncident[];
  reaches: ShownReach[];
}
export type Scene = Ground & Marks;

/** 95 % of a normal error lies within so many standard deviations. */
export const BAND_DEVIATIONS = 1.96;
