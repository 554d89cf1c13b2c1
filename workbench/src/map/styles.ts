// How each thing on the map is drawn. Zone kinds differ by line, verdicts by form: colour alone never carries a meaning.

import type { FeatureLike } from "ol/Feature.js";
import type Geometry from "ol/geom/Geometry.js";
import LineString from "ol/geom/LineString.js";
import Point from "ol/geom/Point.js";
import Circle from "ol/style/Circle.js";
import Fill from "ol/style/Fill.js";
import RegularShape from "ol/style/RegularShape.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import Text from "ol/style/Text.js";

import type { ZoneKind } from "../api/types.ts";
import { hatch } from "./hatching.ts";
import { fade, type Palette } from "./palette.ts";
import {
  BAND_DEVIATIONS,
  type ShownIncident,
  type ShownPart,
  type ShownPlace,
  type ShownReach,
  type ShownZone,
} from "./scene.ts";

/** A ring wider than this looks like ground, and a mark in its middle like a place. */
const WIDE_RING_PX = 40;

export const SANS = '"Groundtruce Sans", "Source Sans 3", "Noto Sans", "Segoe UI", "DejaVu Sans", sans-serif';

/** Metres on the ground that one pixel is worth at a latitude: Web Mercator stretches with it. */
export function groundResolution(resolution: number, latitude: number): number {
  return resolution * Math.cos((latitude * Math.PI) / 180);
}

/** The band in which a line lies with a probability of 95 %, as a stroke as wide on the ground. */
export function bandStyle(colour: string, errorM: number, groundPerPixel: number, zIndex: number): Style {
  const width = Math.min(400, (2 * BAND_DEVIATIONS * errorM) / groundPerPixel);
  return new Style({ stroke: new Stroke({ color: colour, width, lineJoin: "round" }), zIndex });
}

export function zoneStyles(zone: ShownZone, palette: Palette, groundPerPixel: number): Style[] {
  return [
    new Style({ fill: new Fill({ color: fade(zone.colour, 0.12) }), zIndex: 1 }),
    bandStyle(fade(zone.colour, 0.3), zone.errorM, groundPerPixel, 2),
    ...lineStyles(zone.kind, zone.colour, palette),
  ];
}

export function areaStyle(palette: Palette): Style {
  return new Style({ stroke: new Stroke({ color: palette.ink, width: 1.4, lineDash: [7, 4] }), zIndex: 5 });
}

/** What is being traced off a picture, in the colour that it has over the picture. */
export function tracedStyles(): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: "rgb(255 255 255 / 85%)", width: 5 }), zIndex: 20 }),
    new Style({ stroke: new Stroke({ color: "#c2007a", width: 2 }), zIndex: 21 }),
  ];
}

export function beforeStyle(palette: Palette): Style {
  return new Style({ stroke: new Stroke({ color: palette.before, width: 1 }), zIndex: 4 });
}

/** Gained ground is tinted, lost ground hatched; what does not exceed the error is only hinted at. */
export function partStyle({ part, colour }: ShownPart): Style {
  const beyond = part.verdict === "moved";
  if (part.kind === "gained")
    return new Style({ fill: new Fill({ color: fade(colour, beyond ? 0.42 : 0.16) }), zIndex: 3 });
  return new Style({ fill: new Fill({ color: hatch(fade(colour, beyond ? 1 : 0.45)) }), zIndex: 3 });
}

export function placeStyles(place: ShownPlace, palette: Palette, groundPerPixel: number): Style[] {
  const strong = place.verdict === "gained" || place.verdict === "lost";
  const styles = [
    new Style({ image: placeMark(place, palette), zIndex: strong ? 30 : place.verdict ? 20 : 10 }),
    // Where names would collide, the one drawn on top stays.
    new Style({
      text: label(place.name, palette, {
        size: strong ? 14 : 12,
        weight: strong ? 600 : 400,
        colour: strong ? palette.ink : palette.quiet,
        side: place.side,
      }),
      zIndex: strong ? 60 : place.verdict ? 45 : 9,
    }),
  ];
  const radius = (place.uncertaintyKm * 1000) / groundPerPixel;
  if (place.verdict && radius > 6) styles.unshift(spread(radius, palette));
  return styles;
}

/** A hollow diamond in the ring that it may have happened within; where that is wide the diamond stands on it, not in its middle. */
export function incidentStyles(
  incident: ShownIncident,
  geometry: Geometry,
  palette: Palette,
  { groundPerPixel, resolution }: { groundPerPixel: number; resolution: number },
): Style[] {
  const radius = (incident.uncertaintyKm * 1000) / groundPerPixel;
  const ink = incident.recent || incident.chosen ? palette.ink : palette.quiet;
  const isWide = radius > WIDE_RING_PX;
  const at = isWide && geometry instanceof Point ? raise(geometry, radius * resolution) : geometry;
  const styles = [
    new Style({
      geometry: at,
      image: new RegularShape({
        points: 4,
        radius: incident.chosen ? 9 : incident.recent ? 7 : 5,
        fill: new Fill({ color: incident.chosen ? palette.ink : palette.halo }),
        stroke: new Stroke({ color: ink, width: 1.6, ...(isWide ? { lineDash: [2, 2] } : {}) }),
        declutterMode: "none",
      }),
      zIndex: incident.chosen ? 42 : 40,
    }),
  ];
  if (incident.number > 1) {
    const number = label(String(incident.number), palette, { size: 12, weight: 600, colour: ink, side: "above" });
    styles.push(new Style({ geometry: at, text: number, zIndex: 41 }));
  }
  if (radius > 10 && radius < 2000 && (incident.recent || incident.chosen)) {
    styles.unshift(
      new Style({
        image: new Circle({
          radius,
          ...(incident.chosen ? { fill: new Fill({ color: palette.spread }) } : {}),
          stroke: new Stroke({ color: fade(ink, incident.chosen ? 0.9 : 0.5), width: 1, lineDash: [1.5, 3] }),
          declutterMode: "none",
        }),
        zIndex: 6,
      }),
    );
  }
  return styles;
}

/** The arrow to the furthest point of new ground, with the distance. */
export function reachStyles(reach: ShownReach, geometry: Geometry, palette: Palette): Style[] {
  if (!(geometry instanceof LineString)) return [];
  const [from, to] = [geometry.getFirstCoordinate(), geometry.getLastCoordinate()];
  const angle = Math.atan2((to[0] ?? 0) - (from[0] ?? 0), (to[1] ?? 0) - (from[1] ?? 0));
  return [
    new Style({ stroke: new Stroke({ color: palette.ink, width: 1.2 }), zIndex: 50 }),
    new Style({
      geometry: new Point(to),
      image: new RegularShape({
        points: 3,
        radius: 6,
        rotation: angle,
        fill: new Fill({ color: palette.ink }),
        displacement: [0, 0],
        declutterMode: "none",
      }),
      zIndex: 51,
    }),
    new Style({
      geometry: new Point(geometry.getCoordinateAt(0.62)),
      text: label(reach.words, palette, { size: 14, weight: 600, colour: palette.ink }),
      zIndex: 70,
    }),
  ];
}

export function countryLabelStyle(name: string, palette: Palette): Style {
  return new Style({
    text: new Text({
      text: Array.from(name.toUpperCase()).join("\u200a"),
      font: `11px ${SANS}`,
      fill: new Fill({ color: palette.country }),
    }),
  });
}

export function measureStyles(feature: FeatureLike, words: string, palette: Palette): Style[] {
  const geometry = feature.getGeometry();
  const styles = [
    new Style({
      stroke: new Stroke({ color: palette.ink, width: 1.6, lineDash: [4, 3] }),
      image: new Circle({
        radius: 4,
        fill: new Fill({ color: palette.halo }),
        stroke: new Stroke({ color: palette.ink, width: 1.6 }),
      }),
      zIndex: 90,
    }),
  ];
  if (geometry instanceof LineString && words) {
    styles.push(
      new Style({
        geometry: new Point(geometry.getLastCoordinate()),
        text: label(words, palette, { size: 14, weight: 600, colour: palette.ink }),
        zIndex: 91,
      }),
    );
  }
  return styles;
}

// -------------------------------------------------------------------------------------------------------------

function lineStyles(kind: ZoneKind, colour: string, palette: Palette): Style[] {
  const line = (options: { width: number; lineDash?: number[]; color?: string }): Style =>
    new Style({ stroke: new Stroke({ color: colour, lineJoin: "round", ...options }), zIndex: 6 });
  switch (kind) {
    case "responsibility":
      return [line({ width: 2 })];
    case "control":
      return [line({ width: 4 })];
    case "claim":
      return [line({ width: 2, lineDash: [1, 4] })];
    case "agreed area":
      return [line({ width: 1.6, lineDash: [7, 4] })];
    case "buffer":
      return [line({ width: 5 }), line({ width: 2, color: palette.land })];
  }
}

/** Filled where a settlement came inside, thick and hollow where it went outside, dotted where nobody can tell. */
function placeMark(place: ShownPlace, palette: Palette): Circle {
  const hollow = new Fill({ color: palette.halo });
  switch (place.verdict) {
    case "gained":
      return new Circle({
        declutterMode: "none",
        radius: 5,
        fill: new Fill({ color: palette.ink }),
        stroke: new Stroke({ color: palette.halo, width: 1.2 }),
      });
    case "lost":
      return new Circle({
        declutterMode: "none",
        radius: 5,
        fill: hollow,
        stroke: new Stroke({ color: palette.ink, width: 2 }),
      });
    case "uncertain":
      return new Circle({
        declutterMode: "none",
        radius: 5,
        fill: hollow,
        stroke: new Stroke({ color: palette.ink, width: 1.4, lineDash: [2, 2] }),
      });
    case null:
      return new Circle({
        declutterMode: "none",
        radius: 3.5,
        fill: hollow,
        stroke: new Stroke({ color: palette.place, width: 1.1 }),
      });
  }
}

type Side = "left" | "right" | "above";
const SIDES = {
  left: { textAlign: "right", offsetX: -12 },
  right: { textAlign: "left", offsetX: 11 },
  above: { textAlign: "center", offsetY: -14 },
} as const;

function raise(point: Point, by: number): Point {
  const [x = 0, y = 0] = point.getCoordinates();
  return new Point([x, y + by]);
}

function spread(radius: number, palette: Palette): Style {
  return new Style({
    image: new Circle({ radius, fill: new Fill({ color: palette.spread }), declutterMode: "none" }),
    zIndex: 5,
  });
}

function label(
  text: string,
  palette: Palette,
  { size, weight, colour, side = "right" }: { size: number; weight: number; colour: string; side?: Side },
): Text {
  return new Text({
    text,
    font: `${weight} ${size}px ${SANS}`,
    ...SIDES[side],
    fill: new Fill({ color: colour }),
    stroke: new Stroke({ color: palette.halo, width: 3.5 }),
    overflow: true,
  });
}
