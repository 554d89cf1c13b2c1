// The user's own tiles as a base map: a file of PMTiles that the server hands out in ranges, vector or raster. This module is loaded only where there is one.

import TileState from "ol/TileState.js";
import type VectorTile from "ol/VectorTile.js";
import type { Extent } from "ol/extent.js";
import MVT from "ol/format/MVT.js";
import type Layer from "ol/layer/Layer.js";
import TileLayer from "ol/layer/Tile.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import { transformExtent } from "ol/proj.js";
import ImageTile from "ol/source/ImageTile.js";
import VectorTileSource from "ol/source/VectorTile.js";
import { EtagMismatch, PMTiles, TileType, type Header, type RangeResponse, type Source } from "pmtiles";

import { askRange } from "../api/client.ts";
import { readCredit } from "../words/credits.ts";
import type { Palette } from "./palette.ts";
import { TileStyles } from "./tile-styles.ts";

export interface Tiles {
  layer: Layer;
  /** Who is to be named, as the file says it: text, whatever stands there. */
  credit: string;
  /** Whether the tiles draw borders: the bundled ones are coarser and would lie beside them. */
  hasBorders: boolean;
}

const PATH = "/basemap/tiles.pmtiles";
const VECTOR_TILE_PX = 512;
/** The class of the raster's canvas: base.css quietens it, the same for screen and print. */
const RASTER_CLASS = "raster-tiles";
const MEDIA_TYPES: Partial<Record<TileType, string>> = {
  [TileType.Png]: "image/png",
  [TileType.Jpeg]: "image/jpeg",
  [TileType.Webp]: "image/webp",
  [TileType.Avif]: "image/avif",
};

/** Throws where the file cannot be used; `fail` is told of a tile that cannot, once. */
export async function loadTiles(palette: () => Palette, fail: (reason: string) => void): Promise<Tiles> {
  const archive = new PMTiles(new Ranges());
  const header = await archive.getHeader();
  const told = (await archive.getMetadata()) as { attribution?: unknown; vector_layers?: { id?: unknown }[] };
  const failOnce = once(fail);
  const mediaType = MEDIA_TYPES[header.tileType];
  if (header.tileType !== TileType.Mvt && !mediaType)
    throw new Error("its tiles are neither vector tiles nor pictures");
  const layer = mediaType
    ? makeRaster(archive, header, { mediaType, fail: failOnce })
    : makeVector(archive, header, { palette, fail: failOnce });
  const extent = readExtent(header);
  if (extent) layer.setExtent(extent);
  return {
    layer,
    credit: readCredit(told.attribution),
    hasBorders: (told.vector_layers ?? []).some(({ id }) => /bound|admin/i.test(String(id))),
  };
}

// -------------------------------------------------------------------------------------------------------------

class Ranges implements Source {
  getKey(): string {
    return PATH;
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal, etag?: string): Promise<RangeResponse> {
    const { data, etag: found } = await askRange(PATH, { offset, length, signal });
    // The file was replaced while it was read: its directory must be read again.
    if (etag && found !== etag) throw new EtagMismatch("the file of the base map has changed");
    return { data, ...(found ? { etag: found } : {}) };
  }
}

function makeVector(
  archive: PMTiles,
  { minZoom, maxZoom }: Header,
  { palette, fail }: { palette: () => Palette; fail: (reason: string) => void },
): Layer {
  const styles = new TileStyles(palette);
  const source = new VectorTileSource({
    format: new MVT(),
    minZoom,
    maxZoom,
    tileSize: VECTOR_TILE_PX,
    tileUrlFunction: (at) => at.join("/"),
    tileLoadFunction: (tile, at) => {
      const [z = 0, x = 0, y = 0] = at.split("/").map(Number);
      readVector(tile as VectorTile<never>, archive.getZxy(z, x, y), fail);
    },
  });
  // Nothing is asked for below the smallest scale that the file has: one view would need thousands of its tiles.
  return new VectorTileLayer({
    source,
    minZoom,
    updateWhileInteracting: true,
    style: (feature, resolution) => styles.find(feature, resolution),
  });
}

function readVector(
  tile: VectorTile<never>,
  answer: Promise<RangeResponse | undefined>,
  fail: (reason: string) => void,
): void {
  tile.setLoader((extent, _, projection) => {
    answer
      .then((found) => {
        // Where a tile is missing, there is nothing on the ground.
        const read = { extent, featureProjection: projection };
        tile.setFeatures(found ? (tile.getFormat().readFeatures(found.data, read) as never[]) : []);
      })
      .catch((error: unknown) => {
        tile.setState(TileState.ERROR);
        fail(sayReason(error));
      });
  });
}

function makeRaster(
  archive: PMTiles,
  { minZoom, maxZoom }: Header,
  { mediaType, fail }: { mediaType: string; fail: (reason: string) => void },
): Layer {
  const source = new ImageTile({
    minZoom,
    maxZoom,
    loader: async (z, x, y, { signal }) => {
      try {
        const found = await archive.getZxy(z, x, y, signal);
        return found
          ? await createImageBitmap(new Blob([found.data], { type: mediaType }))
          : document.createElement("canvas");
      } catch (error) {
        if (!signal.aborted) fail(sayReason(error));
        throw error;
      }
    },
  });
  return new TileLayer({ source, minZoom: minZoom - 1, className: RASTER_CLASS });
}

/** Where the file has tiles, in Web Mercator; null where it does not say it rightly. */
function readExtent({ minLon, minLat, maxLon, maxLat }: Header): Extent | null {
  if (!(minLon < maxLon && minLat < maxLat)) return null;
  return transformExtent([minLon, Math.max(minLat, -85.06), maxLon, Math.min(maxLat, 85.06)], "EPSG:4326", "EPSG:3857");
}

function once(tell: (reason: string) => void): (reason: string) => void {
  let isTold = false;
  return (reason) => {
    if (!isTold) tell(reason);
    isTold = true;
  };
}

function sayReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
