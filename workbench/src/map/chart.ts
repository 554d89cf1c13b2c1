// The map itself: OpenLayers drawing a scene. It knows nothing of the record; what is clicked it tells as what to open.

import Feature from "ol/Feature.js";
import OlMap from "ol/Map.js";
import View from "ol/View.js";
import { createEmpty, extend, isEmpty, type Extent } from "ol/extent.js";
import GeoJSON from "ol/format/GeoJSON.js";
import type Geometry from "ol/geom/Geometry.js";
import LineString from "ol/geom/LineString.js";
import type MultiPolygon from "ol/geom/MultiPolygon.js";
import Point from "ol/geom/Point.js";
import { defaults as defaultInteractions } from "ol/interaction/defaults.js";
import VectorLayer from "ol/layer/Vector.js";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";

import type { Shape } from "../api/types.ts";
import type { MapPosition, Opened } from "../state/address.svelte.ts";
import { mayMove } from "../state/theme.svelte.ts";
import { loadCountries } from "./basemap.ts";
import { placeCountryLabels } from "./country-labels.ts";
import { makeGraticule } from "./graticule.ts";
import { GroundPoints } from "./ground-points.ts";
import { Measuring } from "./measuring.ts";
import { PictureLayer } from "./picture-layer.ts";
import { LIGHT, type Palette } from "./palette.ts";
import type { Ground, Marks, ShownPlace } from "./scene.ts";
import type { Tiles } from "./tiles.ts";
import {
  areaStyle,
  bandStyle,
  beforeStyle,
  countryLabelStyle,
  groundResolution,
  incidentStyles,
  partStyle,
  placeStyles,
  reachStyles,
  SANS,
  tracedStyles,
  zoneStyles,
} from "./styles.ts";

export interface Pointed {
  longitude: number;
  latitude: number;
  /** What lies under the pointer, in words; empty where nothing does. */
  words: string;
}
export interface PressedPlace {
  longitude: number;
  latitude: number;
  /** The settlement under the pointer; empty where none is. */
  name: string;
}
export interface ChartEvents {
  open: (opened: Opened) => void;
  point: (pointed: Pointed | null) => void;
  /** `byHand` where the reader moved the map, not the page. */
  move: (position: MapPosition, groundPerPixel: number, byHand: boolean) => void;
  fail: (reason: string) => void;
}

const FORMAT = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" });
const DEFAULT_VIEW = { center: fromLonLat([0, 20]), zoom: 2 };
/** A finger is less sure than a pointer. */
const HIT_TOLERANCE = 5;
const CLOSEST_FIT = 12;
const MOVE_MS = 150;
/** The tools, and names that hang over the zones' eastern edge. */
const RIGHT_PX = 104;
/** The class of the picture that goes when a zone has changed its shape. */
const LEAVING = "leaving";

export class Chart {
  readonly measuring: Measuring;
  readonly groundPoints: GroundPoints;
  /** Takes the next place that is pressed, while one is asked for; nothing is opened meanwhile. */
  asking: ((place: PressedPlace) => void) | null = null;
  /** A picture map under the shapes. */
  readonly picture = new PictureLayer();
  readonly #map: OlMap;
  readonly #countries = new VectorSource<Feature<MultiPolygon>>();
  readonly #countryLabels = new VectorSource<Feature<Point>>();
  readonly #graticule = new VectorSource<Feature<LineString>>();
  readonly #ground = new VectorSource<Feature<Geometry>>();
  readonly #marks = new VectorSource<Feature<Geometry>>();
  readonly #layers: VectorLayer[];
  readonly #events: ChartEvents;
  #palette: Palette = LIGHT;
  /** A user's own tiles, over the countries. */
  #tiles: Tiles | null = null;
  #byHand = false;

  constructor(target: HTMLElement, start: MapPosition | null, events: ChartEvents) {
    this.#events = events;
    this.#layers = this.#makeLayers();
    this.#map = new OlMap({
      target,
      layers: [...this.#layers.slice(0, 2), this.picture, ...this.#layers.slice(2)],
      controls: [],
      // North stays up: a turned map is misread, and printed ones are compared.
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false, zoomDuration: moveFor() }),
      view: new View({
        ...DEFAULT_VIEW,
        ...(start ? { center: fromLonLat([start.longitude, start.latitude]), zoom: start.zoom } : {}),
        enableRotation: false,
        maxZoom: 17,
        minZoom: 2,
      }),
    });
    this.measuring = new Measuring(this.#map, () => this.#palette);
    this.groundPoints = new GroundPoints(this.#map);
    this.#listen();
    void this.#load();
  }

  showGround(ground: Ground): void {
    if (this.#ground.getFeatures().length) this.#leaveSlowly();
    this.#ground.clear(true);
    this.#ground.addFeatures(groundFeatures(ground));
    this.#labelCountriesInSight();
    // In the browser's own record of the page's times: what is on the map since when. A page is kept open all day: only the last is kept.
    this.#map.once("postrender", () => {
      performance.clearMarks("map drawn");
      performance.mark("map drawn", { detail: ground.zones.map((zone) => zone.id) });
    });
  }

  showMarks(marks: Marks): void {
    this.#marks.clear(true);
    this.#marks.addFeatures(markFeatures(marks));
  }

  /** Draws what was put up at once, without waiting for a frame of the map's own. */
  drawNow(): void {
    if (this.#map.getSize()?.every((each) => each > 0)) this.#map.renderSync();
  }

  paint(palette: Palette): void {
    this.#palette = palette;
    for (const layer of this.#layers) layer.changed();
    this.#tiles?.layer.changed();
    this.measuring.repaint();
  }

  /** Lays the user's own tiles over the countries. Resolves to whom they are owed; where they cannot be read, the countries stay and `fail` is told. */
  async layTiles(): Promise<string> {
    const fail = (reason: string): void => {
      this.#events.fail(`the tiles of the base map: ${reason}`);
    };
    try {
      const { loadTiles } = await import("./tiles.ts");
      this.#tiles = await loadTiles(() => this.#palette, fail);
      this.#map.getLayers().insertAt(1, this.#tiles.layer);
      this.paint(this.#palette);
      return this.#tiles.credit;
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
      return "";
    }
  }

  /** Moves so that all of these shapes are seen. `slowly` where the eye should keep its place. */
  fit(geometries: Shape[], { left = 40 }: { left?: number } = {}): void {
    const extent = createEmpty();
    for (const geometry of geometries) extend(extent, readShape(geometry).getExtent());
    if (isEmpty(extent)) return;
    this.#map.getView().fit(extent, { padding: [64, RIGHT_PX, 48, left], maxZoom: CLOSEST_FIT });
  }

  /** Brings a point into sight, without changing the scale where it is seen already. */
  seek([longitude, latitude]: [number, number]): void {
    const view = this.#map.getView();
    const center = fromLonLat([longitude, latitude]);
    const [width = 0, height = 0] = (this.#map.getSize() ?? []) as number[];
    const pixel = this.#map.getPixelFromCoordinate(center) as [number, number] | null;
    const seen = pixel && pixel[0] > 40 && pixel[1] > 40 && pixel[0] < width - 40 && pixel[1] < height - 40;
    if (!seen) view.animate({ center, duration: moveFor() });
  }

  zoom(by: number): void {
    const view = this.#map.getView();
    this.#byHand = true;
    view.animate({ zoom: (view.getZoom() ?? 2) + by, duration: moveFor() });
  }

  /** Moves the middle by so many pixels, to the right and down. */
  pan(across: number, down: number): void {
    const view = this.#map.getView();
    const [x = 0, y = 0] = view.getCenter() ?? [];
    const resolution = view.getResolution() ?? 1;
    this.#byHand = true;
    view.setCenter([x + across * resolution, y - down * resolution]);
  }

  place(position: MapPosition): void {
    const view = this.#map.getView();
    view.setCenter(fromLonLat([position.longitude, position.latitude]));
    view.setZoom(position.zoom);
  }

  /** What lies in the middle of the map, for those who aim by keys. */
  readMiddle(): PressedPlace {
    const center = this.#map.getView().getCenter() ?? [0, 0];
    return this.#readPlace(center, this.#map.getPixelFromCoordinate(center) as number[] | null);
  }

  resize(): void {
    this.#map.updateSize();
  }

  /** The map as it stands as a picture, for print: the layers' canvases laid over each other. */
  snapshot(): string | null {
    this.#map.renderSync();
    const canvases = this.#findCanvases();
    const first = canvases[0];
    if (!first) return null;
    const whole = document.createElement("canvas");
    whole.width = first.width;
    whole.height = first.height;
    const context = whole.getContext("2d");
    if (!context) return null;
    context.fillStyle = this.#palette.sea;
    context.fillRect(0, 0, whole.width, whole.height);
    for (const canvas of canvases) {
      context.filter = getComputedStyle(canvas).filter;
      context.drawImage(canvas, 0, 0, whole.width, whole.height);
    }
    return whole.toDataURL("image/png");
  }

  dispose(): void {
    this.#map.setTarget(undefined);
    this.#map.dispose();
  }

  // -----------------------------------------------------------------------------------------------------------

  #findCanvases(): HTMLCanvasElement[] {
    const canvases = this.#viewport.querySelectorAll<HTMLCanvasElement>(`canvas:not(.${LEAVING})`);
    return [...canvases].filter((each) => each.width > 0);
  }

  /** The map as it was stays for a moment over the new one and fades, so that the eye sees what moved. */
  #leaveSlowly(): void {
    const drawn = this.#findCanvases()[0];
    if (!drawn || !mayMove()) return;
    const left = document.createElement("canvas");
    left.className = LEAVING;
    left.width = drawn.width;
    left.height = drawn.height;
    left.getContext("2d")?.drawImage(drawn, 0, 0);
    this.#viewport.append(left);
    left.animate([{ opacity: 1 }, { opacity: 0 }], MOVE_MS).addEventListener("finish", () => {
      left.remove();
    });
  }

  get #viewport(): HTMLElement {
    const viewport = this.#map.getViewport();
    if (!viewport) throw new Error("The map has no place in the page any more");
    return viewport;
  }

  #makeLayers(): VectorLayer[] {
    const base = { updateWhileAnimating: true, updateWhileInteracting: true };
    return [
      new VectorLayer({
        source: this.#countries,
        style: () =>
          new Style({
            fill: new Fill({ color: this.#palette.land }),
            ...(this.#tiles?.hasBorders ? {} : { stroke: new Stroke({ color: this.#palette.border, width: 1 }) }),
          }),
      }),
      new VectorLayer({
        source: this.#graticule,
        style: () => new Style({ stroke: new Stroke({ color: this.#palette.graticule, width: 1 }) }),
      }),
      new VectorLayer({
        ...base,
        source: this.#ground,
        // Bands are wide: what lies just outside the picture still reaches into it.
        renderBuffer: 250,
        style: (feature, resolution) => this.#styleGround(feature as Feature<Geometry>, resolution),
      }),
      new VectorLayer({
        source: this.#countryLabels,
        declutter: "labels",
        style: (feature) => countryLabelStyle(String(feature.get("name")), this.#palette),
      }),
      new VectorLayer({
        ...base,
        source: this.#marks,
        declutter: "labels",
        renderBuffer: 250,
        style: (feature, resolution) => this.#styleMark(feature as Feature<Geometry>, resolution),
      }),
    ];
  }

  #styleGround(feature: Feature<Geometry>, resolution: number): Style[] {
    const properties = feature.getProperties();
    const ground = this.#groundPerPixel(resolution);
    if (properties.zone) return zoneStyles(properties.zone, this.#palette, ground);
    if (properties.part) return [partStyle(properties.part)];
    if (properties.traced) return tracedStyles();
    if (properties.area) return [areaStyle(this.#palette)];
    return [bandStyle(this.#palette.beforeBand, properties.before.errorM, ground, 0), beforeStyle(this.#palette)];
  }

  #styleMark(feature: Feature<Geometry>, resolution: number): Style[] {
    const properties = feature.getProperties();
    const ground = this.#groundPerPixel(resolution);
    if (properties.place) return placeStyles(properties.place, this.#palette, ground);
    const geometry = feature.getGeometry();
    if (!geometry) return [];
    if (properties.incident)
      return incidentStyles(properties.incident, geometry, this.#palette, { groundPerPixel: ground, resolution });
    return reachStyles(properties.reach, geometry, this.#palette);
  }

  #groundPerPixel(resolution: number): number {
    const [, latitude = 0] = toLonLat(this.#map.getView().getCenter() ?? [0, 0]);
    return groundResolution(resolution, latitude);
  }

  #listen(): void {
    const viewport = this.#viewport;
    this.#map.on("moveend", () => {
      this.#settle();
    });
    // Where the map itself moves, what was drawn before lies wrong.
    this.#map.on("movestart", () => {
      for (const each of viewport.querySelectorAll(`.${LEAVING}`)) each.remove();
    });
    // What the page moves by itself begins with none of these.
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
      viewport.addEventListener(kind, () => (this.#byHand = true), { passive: true });
    }
    this.#map.on("click", (event) => {
      if (this.measuring.active) return;
      if (this.asking) {
        this.asking(this.#readPlace(event.coordinate, event.pixel));
        return;
      }
      const found = this.#find(event.pixel);
      if (found?.get("open")) this.#events.open(found.get("open") as Opened);
    });
    this.#map.on("pointermove", (event) => {
      if (event.dragging) return;
      const [longitude = 0, latitude = 0] = toLonLat(event.coordinate);
      const found = this.measuring.active ? undefined : this.#find(event.pixel);
      const isAiming = this.measuring.active || this.asking !== null;
      viewport.style.cursor = isAiming ? "crosshair" : found?.get("open") ? "pointer" : "";
      this.#events.point({ longitude, latitude, words: String(found?.get("words") ?? "") });
    });
    viewport.addEventListener("pointerleave", () => {
      this.#events.point(null);
    });
  }

  #readPlace(coordinate: number[], pixel: number[] | null): PressedPlace {
    const [longitude = 0, latitude = 0] = toLonLat(coordinate);
    const found = (pixel ? this.#map.getFeaturesAtPixel(pixel, { hitTolerance: HIT_TOLERANCE }) : []).find((each) =>
      each.get("place"),
    );
    return { longitude, latitude, name: found ? (found.get("place") as ShownPlace).name : "" };
  }

  /** What is meant by a place in the picture: the topmost that can be opened, or else told. */
  #find(pixel: number[]): Feature<Geometry> | undefined {
    const found = this.#map.getFeaturesAtPixel(pixel, {
      hitTolerance: HIT_TOLERANCE,
      layerFilter: (layer) => layer !== this.#tiles?.layer,
    }) as Feature<Geometry>[];
    return found.find((each) => each.get("open") && !each.get("area")) ?? found.find((each) => each.get("words"));
  }

  /** After a move: names for the countries in sight, a new grid, and where the map is now. */
  #settle(): void {
    const view = this.#map.getView();
    const size = this.#map.getSize();
    const center = view.getCenter();
    if (!size || !center || size.some((each) => each === 0)) return;
    const extent = view.calculateExtent(size);
    this.#labelCountries(extent);
    this.#graticule.clear(true);
    this.#graticule.addFeatures(makeGraticule(transformExtent(extent, "EPSG:3857", "EPSG:4326")));
    const [longitude = 0, latitude = 0] = toLonLat(center);
    this.#events.move(
      { longitude, latitude, zoom: view.getZoom() ?? 2 },
      this.#groundPerPixel(view.getResolution() ?? 1),
      this.#byHand,
    );
  }

  #labelCountriesInSight(): void {
    const size = this.#map.getSize();
    if (size?.every((each) => each > 0)) this.#labelCountries(this.#map.getView().calculateExtent(size));
  }

  #labelCountries(extent: Extent): void {
    const seen = this.#countries.getFeaturesInExtent(extent);
    this.#countryLabels.clear(true);
    this.#countryLabels.addFeatures(
      placeCountryLabels(seen, extent, this.#ground.getFeatures()).map(
        ({ name, at }) => new Feature({ geometry: new Point(at), name }),
      ),
    );
  }

  async #load(): Promise<void> {
    try {
      // Letters are drawn once: before the fonts are there, they would stay in another one.
      const fonts = [`12px ${SANS}`, `600 14px ${SANS}`].map((font) => document.fonts.load(font, "Aaə"));
      const [countries] = await Promise.all([loadCountries(), ...fonts]);
      this.#countries.addFeatures(countries);
      this.#settle();
      this.paint(this.#palette);
    } catch (error) {
      // Without a base map the record's own shapes still show.
      this.#events.fail(error instanceof Error ? error.message : String(error));
    }
  }
}

// -------------------------------------------------------------------------------------------------------------

/** A shape that is shown again, as a step back does, is not projected again. */
const READ = new WeakMap<Shape, Geometry>();

/** How long a movement takes, in milliseconds: it keeps the eye's place, for those who want to see any. */
function moveFor(): number {
  return mayMove() ? MOVE_MS : 0;
}

function readShape(shape: Shape): Geometry {
  const known = READ.get(shape);
  if (known) return known;
  const geometry = FORMAT.readGeometry(shape);
  if (!geometry) throw new Error(`A shape of type ${shape.type} cannot be drawn`);
  READ.set(shape, geometry);
  return geometry;
}

function open(subject: Opened["subject"], id: string): Opened {
  return { subject, id };
}

function partWords(kind: "gained" | "lost"): string {
  return kind === "gained" ? "Gained ground" : "Lost ground";
}

function groundFeatures(ground: Ground): Feature<Geometry>[] {
  const part = ground.parts.flatMap((shown) =>
    shown.part.geometry
      ? [
          new Feature({
            geometry: readShape(shown.part.geometry),
            part: shown,
            words: partWords(shown.part.kind),
            open: open("change", shown.change),
          }),
        ]
      : [],
  );
  return [
    ...ground.before.map((shown) => new Feature({ geometry: readShape(shown.geometry), before: shown })),
    ...ground.zones.map(
      (shown) =>
        new Feature({
          geometry: readShape(shown.geometry),
          zone: shown,
          words: shown.name,
          open: shown.change ? open("change", shown.change) : null,
        }),
    ),
    ...part,
    ...ground.traced.map((shape) => new Feature({ geometry: readShape(shape), traced: true, words: "Being traced" })),
    ...ground.areas.map(
      (shown) =>
        new Feature({
          geometry: readShape(shown.geometry),
          area: shown,
          words: shown.name,
          open: shown.provision ? open("provision", shown.provision) : null,
        }),
    ),
  ];
}

function markFeatures(marks: Marks): Feature<Geometry>[] {
  return [
    ...marks.places.map(
      (shown) => new Feature({ geometry: new Point(fromLonLat(shown.at)), place: shown, words: shown.name }),
    ),
    ...marks.incidents.map(
      (shown) =>
        new Feature({
          geometry: new Point(fromLonLat(shown.at)),
          incident: shown,
          words: shown.title,
          open: open("incident", shown.id),
        }),
    ),
    ...marks.reaches.map(
      (shown) =>
        new Feature({ geometry: new LineString([fromLonLat(shown.from), fromLonLat(shown.to)]), reach: shown }),
    ),
  ];
}
