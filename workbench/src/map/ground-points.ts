// The control points of a picture that is being traced, where they lie on the ground: numbered crosses, as on the picture.

import Feature from "ol/Feature.js";
import type OlMap from "ol/Map.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import { fromLonLat } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import Fill from "ol/style/Fill.js";
import RegularShape from "ol/style/RegularShape.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import Text from "ol/style/Text.js";

import { SANS } from "./styles.ts";

export interface GroundPoint {
  /** As on the picture, from 1. */
  number: number;
  longitude: number;
  latitude: number;
}

const HALO = "#ffffff";
const INK = "#111111";

export class GroundPoints {
  readonly #source = new VectorSource<Feature<Point>>();

  constructor(map: OlMap) {
    map.addLayer(
      new VectorLayer({
        source: this.#source,
        style: (feature) => crossStyles(Number(feature.get("number"))),
        zIndex: 90,
        updateWhileInteracting: true,
      }),
    );
  }

  show(points: GroundPoint[]): void {
    this.#source.clear(true);
    this.#source.addFeatures(
      points.map(
        ({ number, longitude, latitude }) =>
          new Feature({ geometry: new Point(fromLonLat([longitude, latitude])), number }),
      ),
    );
  }
}

// -------------------------------------------------------------------------------------------------------------

function crossStyles(number: number): Style[] {
  const cross = (color: string, width: number): Style =>
    new Style({ image: new RegularShape({ points: 4, radius: 9, radius2: 0, stroke: new Stroke({ color, width }) }) });
  const text = new Text({
    text: String(number),
    font: `600 13px ${SANS}`,
    offsetX: 10,
    offsetY: -10,
    fill: new Fill({ color: INK }),
    stroke: new Stroke({ color: HALO, width: 3 }),
  });
  return [cross(HALO, 5), cross(INK, 2), new Style({ text })];
}
