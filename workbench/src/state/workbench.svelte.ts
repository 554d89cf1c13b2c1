// What the page knows of the record at the day and the moment that the address names.

import { getContext, setContext } from "svelte";
import { SvelteMap } from "svelte/reactivity";

import { address, askOnce, forgetAll, type Parameters } from "../api/client.ts";
import type {
  AreaProperties,
  ChangesAnswer,
  DocumentAnswer,
  Feature,
  Features,
  HistogramAnswer,
  ListedDocument,
  Moment,
  Page,
  Party,
  PlaceProperties,
  RecordAnswer,
  VersionProperties,
  ZoneChange,
} from "../api/types.ts";
import { dayNumber, dayOf } from "../words/dates.ts";
import { location } from "./address.svelte.ts";
import { Listing } from "./listing.svelte.ts";
import { Resource } from "./resource.svelte.ts";

/** A zone's colour where the case gives its holder none: the same as in figures. */
const NO_COLOUR = "#2b6690";
/** More days than this are gathered into months: bars must stay wider than a hair. */
const MOST_DAYS = 500;

export type Version = Feature<VersionProperties>;

export class Workbench {
  /** Grows when the record did: everything is asked anew. */
  generation = $state(0);

  /** The record as it is now: the slider's days and the day first shown are its, so that asking as of a moment moves one clock only. */
  present = new Resource<RecordAnswer>(() => {
    void this.generation;
    return "/api/record";
  });
  #recordThen = new Resource<RecordAnswer>(() => (this.asOf ? this.question("/api/record") : null));
  changes = new Listing<ChangesAnswer, ZoneChange>(() => this.question("/api/changes", { parts: false, limit: 1000 }), {
    items: ({ changes }) => changes,
    id: ({ from, to }) => `${from.version}..${to.version}`,
    total: () => null,
  });
  versions = this.#listFeatures<VersionProperties>("zone-versions", { "skip-geometry": true });
  areas = this.#listFeatures<AreaProperties>("areas");
  places = this.#listFeatures<PlaceProperties>("places");
  /** The record's own moments do not depend on the moment that is asked about. */
  moments = new Listing<Page & { moments: Moment[] }, Moment>(
    () => {
      void this.generation;
      return address("/api/moments", { limit: 1000 });
    },
    { items: ({ moments }) => moments, id: ({ recorded }) => recorded, total: ({ total }) => total },
  );
  /** The newest documents, for their titles; an older one is asked for when it is named. */
  documents = new Resource<Page & { documents: ListedDocument[] }>(() =>
    this.question("/api/documents", { limit: 1000 }),
  );
  /** All that the map and its time are made of, each under the name that it has in sentences. */
  lists = [
    ["map versions", this.versions],
    ["map changes", this.changes],
    ["places", this.places],
    ["agreed areas", this.areas],
    ["recorded moments", this.moments],
  ] as const;
  readonly #olderDocuments = new SvelteMap<string, ListedDocument>();
  histogram = new Resource<HistogramAnswer>(() =>
    this.days ? this.question("/api/timeline/histogram", { by: this.days.length > MOST_DAYS ? "month" : "day" }) : null,
  );

  /** The record as of the moment shown; while that is asked for the first time, as it is now. */
  get record(): Resource<RecordAnswer> {
    return this.#recordThen.value || this.#recordThen.error ? this.#recordThen : this.present;
  }

  /** The days of the record's valid time, the first and the last included, as numbers since 1970. */
  days = $derived.by(() => {
    const valid = this.present.value?.valid;
    const last = valid?.to ?? this.present.value?.last_day;
    if (!last) return null;
    const first = dayNumber(valid?.from ?? last);
    const end = Math.max(dayNumber(last), first);
    return { first, last: end, length: end - first + 1 };
  });
  /** The day that is shown. */
  on = $derived(location.current.on ?? this.present.value?.last_day ?? dayOf(Math.floor(Date.now() / 86_400_000)));
  asOf = $derived(location.current.asOf);

  /** The zone versions that hold at the end of the day. */
  holding = $derived.by(() => {
    const end = `${dayOf(dayNumber(this.on) + 1)}T00:00:00Z`;
    return this.versions.items.filter(
      ({ properties: { valid_from, valid_to } }) => (!valid_from || valid_from < end) && (!valid_to || valid_to >= end),
    );
  });
  #changeByVersion = $derived(new Map(this.changes.items.map((change) => [change.to.version, change])));
  /** The days on which a map became valid, in order. */
  versionDays = $derived([...new Set(this.histogram.value?.marks.map((mark) => mark.on))].sort());
  #parties = $derived(new Map(this.record.value?.case.parties.map((party) => [party.id, party])));
  #publishers = $derived(new Map(this.record.value?.case.publishers.map((each) => [each.id, each])));
  #documents = $derived(new Map(this.documents.value?.documents.map((each) => [each.sha256, each])));
  #zones = $derived(new Map(this.record.value?.case.zones.map((zone) => [zone.id, zone])));

  /** The address of a question about the record as of the moment shown. */
  question(path: string, parameters: Parameters = {}): string {
    void this.generation;
    // By what was derived of the address: other changes of the address ask nothing anew.
    return address(path, { ...parameters, "as-of": this.asOf });
  }

  changeInto(version: string): ZoneChange | undefined {
    return this.#changeByVersion.get(version);
  }

  party(id: string | null): Party | undefined {
    return id === null ? undefined : this.#parties.get(id);
  }

  /** A party's name; the text's own words, in quotation marks, where the case knows no such party. */
  partyName(id: string): string {
    return this.#parties.get(id)?.name ?? `“${id}”`;
  }

  publisherName(id: string | null): string {
    return id === null ? "publisher unknown" : (this.#publishers.get(id)?.name ?? id);
  }

  /** A document by its SHA-256; undefined until it is known. */
  document(sha256: string): ListedDocument | undefined {
    const known = this.#documents.get(sha256) ?? this.#olderDocuments.get(sha256);
    if (!known && this.documents.value) void this.#findDocument(sha256);
    return known;
  }

  zoneName(id: string): string {
    return this.#zones.get(id)?.name ?? id;
  }

  colour(party: string | null): string {
    return (party && this.#parties.get(party)?.colour) || NO_COLOUR;
  }

  /** Asks for everything anew: something was recorded. */
  refresh(): void {
    forgetAll();
    this.generation += 1;
  }

  /** The day before or after the one shown on which a map became valid. */
  stepVersion(by: 1 | -1): void {
    const days = this.versionDays;
    const next = by > 0 ? days.find((day) => day > this.on) : days.findLast((day) => day < this.on);
    if (next) location.turn({ on: next });
  }

  // -----------------------------------------------------------------------------------------------------------

  #listFeatures<Properties>(
    collection: string,
    parameters: Parameters = {},
  ): Listing<Features<Properties>, Feature<Properties>> {
    const url = (): string => this.question(`/ogc/collections/${collection}/items`, { ...parameters, limit: 10_000 });
    return new Listing(url, {
      items: ({ features }) => features,
      id: ({ id }) => id,
      total: ({ numberMatched }) => numberMatched,
    });
  }

  async #findDocument(sha256: string): Promise<void> {
    try {
      const { document } = await askOnce<DocumentAnswer>(`/api/documents/${sha256}`);
      if (this.#olderDocuments.size >= MOST_OLDER) this.#olderDocuments.clear();
      this.#olderDocuments.set(sha256, document);
    } catch (error) {
      // Its passage says the document's number instead of its title, and opening it says what is wrong.
      console.info("No title:", error instanceof Error ? error.message : error);
    }
  }
}

/** Older documents, so many of which are kept. */
const MOST_OLDER = 5000;

const KEY = Symbol("workbench");

export function provideWorkbench(): Workbench {
  return setContext(KEY, new Workbench());
}

export function useWorkbench(): Workbench {
  return getContext<Workbench>(KEY);
}
