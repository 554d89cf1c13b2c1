// Measuring on the map by clicks: the length on the ellipsoid's sphere of a line that the reader draws.

import type OlMap from "ol/Map.js";
import type { FeatureLike } from "ol/Feature.js";
import LineString from "ol/geom/LineString.js";
import Draw from "ol/interaction/Draw.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { getLength } from "ol/sphere.js";
import type Style from "ol/style/Style.js";

import type { Palette } from "./palette.ts";
import { measureStyles } from "./styles.ts";

export class Measuring {
  active = false;
  readonly #map: OlMap;
  readonly #source = new VectorSource();
  readonly #layer: VectorLayer;
  readonly #style: (feature: FeatureLike) => Style[];
  #draw: Draw | null = null;

  constructor(map: OlMap, palette: () => Palette) {
    this.#map = map;
    this.#style = (feature) => measureStyles(feature, sayLength(feature), palette());
    this.#layer = new VectorLayer({ source: this.#source, style: this.#style, zIndex: 100 });
    map.addLayer(this.#layer);
  }

  start(): void {
    this.active = true;
    this.#draw = new Draw({ source: this.#source, type: "LineString", style: this.#style });
    // One line at a time: a new one replaces the last.
    this.#draw.on("drawstart", () => {
      this.#source.clear();
    });
    this.#map.addInteraction(this.#draw);
  }

  stop(): void {
    this.active = false;
    if (this.#draw) this.#map.removeInteraction(this.#draw);
    this.#draw = null;
    this.#source.clear();
  }

  repaint(): void {
    this.#layer.changed();
  }
}

// -------------------------------------------------------------------------------------------------------------

function sayLength(feature: FeatureLike): string {
  const geometry = feature.getGeometry();
  if (!(geometry instanceof LineString)) return "";
  const kilometres = getLength(geometry) / 1000;
  return kilometres < 10 ? `${kilometres.toFixed(2)} km` : `${kilometres.toFixed(1)} km`;
}
