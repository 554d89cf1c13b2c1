// Where the reader is, as the page's address says it: whoever opens the same address sees the same.

import { ENTRY_KINDS, type EntryKind, type Span } from "../api/types.ts";
import { isDay } from "../words/dates.ts";
import { readSpan, writeSpan } from "../words/spans.ts";

export const VIEWS = ["chronology", "agreement", "sources", "brief", "review", "add", "search", "keys"] as const;
export type View = (typeof VIEWS)[number];
export type Subject = "change" | "incident" | "provision" | "document" | "trace";

export interface Opened {
  subject: Subject;
  id: string;
}
export interface MapPosition {
  longitude: number;
  latitude: number;
  zoom: number;
}
export interface Address {
  /** The day of valid time; null is the record's last. */
  on: string | null;
  /** The moment of recorded time; null is now. */
  asOf: string | null;
  view: View;
  open: Opened | null;
  /** The passage that an opened document lands on. */
  span: Span | null;
  /** Which kinds the chronology shows; null is its usual choice. */
  kinds: EntryKind[] | null;
  party: string | null;
  publisher: string | null;
  place: string | null;
  query: string;
  map: MapPosition | null;
}

const SUBJECTS: Subject[] = ["change", "incident", "provision", "document", "trace"];

export function readAddress(search: string): Address {
  const given = new URLSearchParams(search);
  const on = given.get("on");
  const asOf = given.get("as-of");
  const view = VIEWS.find((each) => each === given.get("view")) ?? "chronology";
  const kinds = given.get("kind")?.split(",");
  return {
    on: on && isDay(on) ? on : null,
    asOf: asOf && !Number.isNaN(Date.parse(asOf)) ? asOf : null,
    view,
    open: readOpened(given.get("open")),
    span: readSpan(given.get("span")),
    kinds: kinds ? ENTRY_KINDS.filter((kind) => kinds.includes(kind)) : null,
    party: given.get("party"),
    publisher: given.get("publisher"),
    place: given.get("place"),
    query: given.get("q") ?? "",
    map: readMap(given.get("map")),
  };
}

export function writeAddress(address: Address): string {
  const parts: [string, string][] = [];
  const add = (name: string, value: string | null | undefined): void => {
    if (value) parts.push([name, value]);
  };
  add("on", address.on);
  add("as-of", address.asOf);
  if (address.view !== "chronology") add("view", address.view);
  if (address.open) add("open", `${address.open.subject}:${address.open.id}`);
  if (address.span) add("span", writeSpan(address.span));
  if (address.kinds) add("kind", address.kinds.join(",") || "none");
  add("party", address.party);
  add("publisher", address.publisher);
  add("place", address.place);
  add("q", address.query);
  if (address.map) {
    const { longitude, latitude, zoom } = address.map;
    add("map", [longitude.toFixed(5), latitude.toFixed(5), zoom.toFixed(4)].join(","));
  }
  // Colons and commas need no escape in a query, and a permalink is read by people.
  const written = parts.map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replace(/%3A/g, ":").replace(/%2C/g, ",")}`,
  );
  return written.length ? `?${written.join("&")}` : "/";
}

class Location {
  current = $state.raw<Address>(readAddress(window.location.search));
  /** How many steps back lie within this visit. */
  depth = $state(Number((window.history.state as { depth?: number } | null)?.depth ?? 0));

  constructor() {
    window.addEventListener("popstate", (event) => {
      this.current = readAddress(window.location.search);
      this.depth = Number((event.state as { depth?: number } | null)?.depth ?? 0);
    });
  }

  /** Goes somewhere else: the browser's back button leads here again. */
  go(change: Partial<Address>): void {
    const next = { ...this.current, ...change };
    if (writeAddress(next) === writeAddress(this.current)) return;
    this.depth += 1;
    window.history.pushState({ depth: this.depth }, "", writeAddress(next));
    this.current = next;
  }

  /** Changes where one is without a step in the history: for what moves all the time, such as the slider. */
  turn(change: Partial<Address>): void {
    this.current = { ...this.current, ...change };
    // Browsers refuse more than about a hundred changes of the address in a few seconds.
    window.clearTimeout(this.#writing);
    this.#writing = window.setTimeout(() => {
      window.history.replaceState({ depth: this.depth }, "", writeAddress(this.current));
    }, 120);
  }

  open(subject: Subject, id: string, span: Span | null = null): void {
    this.go({ open: { subject, id }, span });
  }

  /** The address of something opened, for a link that a middle click opens beside. */
  linkTo(change: Partial<Address>): string {
    return writeAddress({ ...this.current, ...change });
  }

  /** Back to where this was opened from; to the view's list where the visit began here. */
  back(): void {
    if (this.depth > 0) window.history.back();
    else this.go({ open: null, span: null });
  }

  #writing = 0;
}

export const location = new Location();

/** Follows a link within the page on a plain click; any other click is the browser's. */
export function followWithin(event: MouseEvent, change: Partial<Address>): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  location.go(change);
}

// -------------------------------------------------------------------------------------------------------------

function readOpened(text: string | null): Opened | null {
  const at = text?.indexOf(":") ?? -1;
  if (!text || at < 1) return null;
  const subject = SUBJECTS.find((each) => each === text.slice(0, at));
  return subject ? { subject, id: text.slice(at + 1) } : null;
}

function readMap(text: string | null): MapPosition | null {
  const [longitude, latitude, zoom] = (text ?? "").split(",").map(Number);
  if (longitude === undefined || latitude === undefined || zoom === undefined) return null;
  return [longitude, latitude, zoom].every(Number.isFinite) ? { longitude, latitude, zoom } : null;
}
