// How a user's own vector tiles are drawn: quietly, in the paper's own colours, whatever schema they follow. What a layer is follows
// from its name, which the common schemas (Protomaps, OpenMapTiles, Shortbread) share in part. No names are drawn: the record's
// places have the names that all the parties use, a tile has one side's.

import type { FeatureLike } from "ol/Feature.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";

import type { Palette } from "./palette.ts";

export type Role = "land" | "water" | "green" | "built" | "border" | "road" | "street" | "rail" | "other";

/** What something on a tile is, by its layer's name and by its own kind. */
export function findRole(layer: string, kind: string): Role {
  return ROLES.find(([, inLayer, ofKind]) => inLayer.test(layer) && ofKind.test(kind))?.[0] ?? "other";
}

export class TileStyles {
  readonly #palette: () => Palette;
  #made: { of: Palette; styles: Map<string, Style> } | null = null;

  constructor(palette: () => Palette) {
    this.#palette = palette;
  }

  /** The style of a feature at a resolution, in metres a pixel; nothing for points. */
  find(feature: FeatureLike, resolution: number): Style | undefined {
    const type = feature.getGeometry()?.getType() ?? "Point";
    if (type.endsWith("Point")) return undefined;
    const kind = String(feature.get("kind") ?? feature.get("class") ?? feature.get("type") ?? "");
    const role = findRole(String(feature.get("layer") ?? ""), kind);
    // From far off, small streets are a grey smear.
    if (role === "street" && resolution > MOST_STREET_RESOLUTION) return undefined;
    return this.#make(role, type.endsWith("Polygon"));
  }

  #make(role: Role, isArea: boolean): Style {
    const palette = this.#palette();
    if (this.#made?.of !== palette) this.#made = { of: palette, styles: new Map() };
    const key = `${role} ${isArea}`;
    const known = this.#made.styles.get(key);
    if (known) return known;
    const style = isArea ? makeArea(role, palette) : makeLine(role, palette);
    this.#made.styles.set(key, style);
    return style;
  }
}

// -------------------------------------------------------------------------------------------------------------

const MOST_STREET_RESOLUTION = 40;
const ANY = /^/;
/** The first that fits counts. */
const ROLES: [role: Role, layer: RegExp, kind: RegExp][] = [
  ["border", /bound|admin/i, ANY],
  ["water", /water|ocean|lake|river/i, ANY],
  ["rail", /road|transport|street|rail/i, /rail/i],
  ["street", /road|transport|street/i, /minor|service|path|track|residential|pedestrian|foot|living|other|pier/i],
  ["road", /road|transport|street|highway/i, ANY],
  ["built", /build|aeroway/i, ANY],
  ["water", ANY, /^(water|ocean|lake|river|sea)$/i],
  ["green", /land|park|natural/i, /forest|wood|park|grass|scrub|nature|meadow|orchard|garden|protected/i],
  ["green", /^park$/i, ANY],
  ["built", /land|^place/i, /residential|urban|industrial|commercial/i],
  ["land", /^(earth|land|landmass)$/i, ANY],
];
const FILLS: Record<Role, keyof Palette | null> = {
  land: "land",
  water: "sea",
  green: "green",
  built: "built",
  border: null,
  road: "built",
  street: "built",
  rail: "built",
  other: null,
};
/** Wider things are drawn over narrower ones of lower order. */
const ORDER: Role[] = ["land", "green", "built", "water", "other", "street", "rail", "road", "border"];

function makeArea(role: Role, palette: Palette): Style {
  const colour = FILLS[role];
  return new Style({ zIndex: ORDER.indexOf(role), ...(colour ? { fill: new Fill({ color: palette[colour] }) } : {}) });
}

function makeLine(role: Role, palette: Palette): Style {
  const zIndex = ORDER.indexOf(role) + 0.5;
  switch (role) {
    case "water":
      return new Style({ zIndex, stroke: new Stroke({ color: palette.river, width: 1.2 }) });
    case "road":
      return new Style({ zIndex, stroke: new Stroke({ color: palette.road, width: 1.6 }) });
    case "street":
      return new Style({ zIndex, stroke: new Stroke({ color: palette.road, width: 0.7 }) });
    case "rail":
      return new Style({ zIndex, stroke: new Stroke({ color: palette.road, width: 1, lineDash: [5, 3] }) });
    case "border":
      return new Style({ zIndex, stroke: new Stroke({ color: palette.border, width: 1 }) });
    case "other":
      return new Style({ zIndex, stroke: new Stroke({ color: palette.road, width: 0.5 }) });
    default:
      return new Style({ zIndex });
  }
}
