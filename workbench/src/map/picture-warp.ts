// A picture map laid on the ground: drawn cell by cell of its net, so that it lies on the map as it was placed.

import { fromLonLat } from "ol/proj.js";

import type { PlacedPicture } from "../api/types.ts";

type Point = [number, number];
export interface Warped {
  canvas: HTMLCanvasElement;
  /** West, south, east, north in Web Mercator. */
  extent: [number, number, number, number];
}

/** Larger ones cost more memory than the eye gains. */
const MOST_PIXELS_ACROSS = 4096;
/** Triangles overlap by this much, so that no seam shows between them. */
const OVERLAP_PX = 0.6;

export function warp(image: HTMLImageElement, { mesh, width, height }: PlacedPicture): Warped | null {
  const nodes = mesh.at.map((at) => (at ? (fromLonLat(at) as Point) : null));
  const known = nodes.filter((node): node is Point => node !== null);
  if (!known.length) return null;
  const xs = known.map(([x]) => x);
  const ys = known.map(([, y]) => y);
  const extent: Warped["extent"] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const longest = Math.max(extent[2] - extent[0], extent[3] - extent[1]);
  const scale = Math.min(MOST_PIXELS_ACROSS, 1.2 * Math.max(width, height)) / longest;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.ceil((extent[2] - extent[0]) * scale));
  canvas.height = Math.max(1, Math.ceil((extent[3] - extent[1]) * scale));
  const context = canvas.getContext("2d");
  if (!context) return null;
  const place = (node: Point): Point => [(node[0] - extent[0]) * scale, (extent[3] - node[1]) * scale];
  for (let row = 0; row < mesh.rows; row++) {
    for (let column = 0; column < mesh.columns; column++) {
      const corner = (down: number, across: number): { from: Point; to: Point } | null => {
        const node = nodes[(row + down) * (mesh.columns + 1) + column + across];
        const from: Point = [((column + across) / mesh.columns) * width, ((row + down) / mesh.rows) * height];
        return node ? { from, to: place(node) } : null;
      };
      const corners = [corner(0, 0), corner(0, 1), corner(1, 1), corner(1, 0)];
      const [a, b, c, d] = corners;
      if (a && b && c) drawTriangle(context, image, [a, b, c]);
      if (a && c && d) drawTriangle(context, image, [a, c, d]);
    }
  }
  return { canvas, extent };
}

// -------------------------------------------------------------------------------------------------------------

type Corner = { from: Point; to: Point };

/** The part of the picture between three of its points, put where these lie. */
function drawTriangle(
  context: CanvasRenderingContext2D,
  image: HTMLImageElement,
  corners: [Corner, Corner, Corner],
): void {
  const [a, b, c] = corners;
  const [ux, uy, vx, vy] = [b.from[0] - a.from[0], b.from[1] - a.from[1], c.from[0] - a.from[0], c.from[1] - a.from[1]];
  const determinant = ux * vy - uy * vx;
  const solve = (axis: 0 | 1): [number, number] => {
    const p = b.to[axis] - a.to[axis];
    const q = c.to[axis] - a.to[axis];
    return [(p * vy - q * uy) / determinant, (q * ux - p * vx) / determinant];
  };
  const [xx, xy] = solve(0);
  const [yx, yy] = solve(1);
  context.save();
  clipAround(context, [a.to, b.to, c.to]);
  context.setTransform(
    xx,
    yx,
    xy,
    yy,
    a.to[0] - xx * a.from[0] - xy * a.from[1],
    a.to[1] - yx * a.from[0] - yy * a.from[1],
  );
  const left = Math.max(0, Math.floor(Math.min(a.from[0], b.from[0], c.from[0])) - 1);
  const top = Math.max(0, Math.floor(Math.min(a.from[1], b.from[1], c.from[1])) - 1);
  const wide = Math.min(image.naturalWidth, Math.ceil(Math.max(a.from[0], b.from[0], c.from[0])) + 1) - left;
  const high = Math.min(image.naturalHeight, Math.ceil(Math.max(a.from[1], b.from[1], c.from[1])) + 1) - top;
  context.drawImage(image, left, top, wide, high, left, top, wide, high);
  context.restore();
}

function clipAround(context: CanvasRenderingContext2D, points: Point[]): void {
  const x = points.reduce((sum, point) => sum + point[0], 0) / points.length;
  const y = points.reduce((sum, point) => sum + point[1], 0) / points.length;
  context.beginPath();
  for (const point of points) {
    const length = Math.hypot(point[0] - x, point[1] - y) || 1;
    const by = (length + OVERLAP_PX) / length;
    context.lineTo(x + (point[0] - x) * by, y + (point[1] - y) * by);
  }
  context.clip();
}
