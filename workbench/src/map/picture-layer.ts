// A picture map as a layer: under the record's own shapes, as see-through as the reader wants it, with its control points.

import type { FrameState } from "ol/Map.js";
import Layer from "ol/layer/Layer.js";
import { fromLonLat } from "ol/proj.js";
import { apply } from "ol/transform.js";

import type { PlacedPicture } from "../api/types.ts";
import { warp, type Warped } from "./picture-warp.ts";

const CROSS_PX = 6;

export class PictureLayer extends Layer {
  #warped: Warped | null = null;
  #points: number[][] = [];
  #strength = 0.7;
  readonly #canvas = document.createElement("canvas");

  constructor() {
    super({});
    this.#canvas.style.position = "absolute";
    this.setVisible(false);
  }

  /** Lays a picture on the map. */
  lay(image: HTMLImageElement, placed: PlacedPicture): void {
    this.#warped = warp(image, placed);
    this.#points = placed.control.map(({ longitude, latitude }) => fromLonLat([longitude, latitude]));
    this.setVisible(true);
    this.changed();
  }

  remove(): void {
    this.#warped = null;
    this.setVisible(false);
  }

  /** From 0, not seen, to 1, nothing seen through it. */
  fade(strength: number): void {
    this.#strength = strength;
    this.changed();
  }

  override render(frame: FrameState | null): HTMLElement {
    const context = this.#canvas.getContext("2d");
    if (!frame || !context) return this.#canvas;
    const [width = 0, height = 0] = frame.size;
    const ratio = frame.pixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    context.scale(ratio, ratio);
    const at = (coordinate: number[]): number[] => apply(frame.coordinateToPixelTransform, [...coordinate]);
    if (this.#warped) {
      const [west, south, east, north] = this.#warped.extent;
      const [left = 0, top = 0] = at([west, north]);
      const [right = 0, bottom = 0] = at([east, south]);
      context.globalAlpha = this.#strength;
      context.drawImage(this.#warped.canvas, left, top, right - left, bottom - top);
      context.globalAlpha = 1;
    }
    for (const [colour, wide] of [
      ["#ffffff", 4],
      ["#111111", 1.6],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = wide;
      context.beginPath();
      for (const point of this.#points) {
        const [x = 0, y = 0] = at(point);
        context.moveTo(x - CROSS_PX, y);
        context.lineTo(x + CROSS_PX, y);
        context.moveTo(x, y - CROSS_PX);
        context.lineTo(x, y + CROSS_PX);
      }
      context.stroke();
    }
    return this.#canvas;
  }
}
