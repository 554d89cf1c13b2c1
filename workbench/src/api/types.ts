// What the server answers, as docs/api.md and the JSON Schemas in the package describe it. Only what the page uses.

/** Half-open offsets in Unicode code points (not UTF-16 units) into a document's text. */
export type Piece = [number, number];
export type Span = Piece[];

/** A GeoJSON geometry: WGS 84, longitude first. */
export interface Shape {
  type: string;
  coordinates: unknown;
}

export interface Party {
  id: string;
  name: string;
  kind: string;
  colour: string | null;
}
export interface Publisher {
  id: string;
  name: string;
  party: string | null;
  kind: string;
}
export type ZoneKind = "responsibility" | "control" | "claim" | "agreed area" | "buffer";

export interface Provision {
  id: string;
  point: string;
  title: string;
  summary: string;
  terms: { type: string; area?: string };
}
export interface Agreement {
  id: string;
  title: string;
  signed: string;
  source: string;
  provisions: Provision[];
}
export interface Case {
  id: string;
  title: string;
  summary: string;
  parties: Party[];
  publishers: Publisher[];
  zones: { id: string; name: string; kind: ZoneKind; holder: string | null }[];
  areas: { id: string; name: string; note: string }[];
  agreement: Agreement | null;
}
export interface Head {
  entry: number;
  recorded: string;
  sha256: string;
}
export interface RecordAnswer {
  case: Case;
  head: Head;
  begun: string;
  last_day: string | null;
  valid: { from: string | null; to: string | null };
  counts: { documents: number; zone_versions: number; incidents: number; attributions: number; places: number };
  writable: boolean;
  version: string;
  /** Whether the server was given tiles of the user's own. */
  basemap: boolean;
}
export interface Moment {
  recorded: string;
  /** The numbers of its first and its last entry. */
  first: number;
  last: number;
  kinds: Record<string, number>;
}
export interface Page {
  total: number;
  limit: number;
  offset: number;
  next: string | null;
}

export interface Citation {
  document: string | null;
  span: Span | null;
  quote: string;
  locator: string;
  /** The judgements that hold for what was read there; left out where nobody judged it. */
  judged?: Judged[];
}
export interface ListedDocument {
  sha256: string;
  title: string;
  publisher: string | null;
  publisher_name: string;
  party: string | null;
  published: string | null;
  published_from: string;
  language: string | null;
  media_type: string;
  size: number;
  origin: string;
  retrieved: string;
  recorded: string;
  copy_of: string | null;
  /** Who added it; left out where nobody said. */
  added_by?: string;
  kind: "text" | "map" | "table" | "picture";
}
export interface DocumentAnswer {
  document: ListedDocument;
  characters: number;
  incidents: string[];
  zone_versions: string[];
  same: ListedDocument[];
}
export interface Speaker {
  name: string | null;
  role: string | null;
  organization: string | null;
  party: string | null;
}
export interface Attribution {
  id: string;
  source: Span | null;
  cue: Span | null;
  content: Span;
  mode: string;
  stance: string;
  speaker: Speaker | null;
  within: string | null;
}
export interface Count {
  low: number;
  best: number | null;
  high: number | null;
  who: string;
}
export interface MentionedPlace {
  text: string;
  gazetteer_id: string | null;
  longitude: number | null;
  latitude: number | null;
  uncertainty_km: number | null;
}
export interface EventMention {
  id: string;
  type: string;
  span: Span;
  place: MentionedPlace | null;
  date: string | null;
  attribution: string | null;
  realis: string;
}
export interface Reading {
  document: { sha256: string; title: string; text: string; language: string | null };
  dates: { span: Span; text: string; type: string; value: string; edtf: string | null; anchor: string | null }[];
  toponyms: {
    span: Span;
    text: string;
    name: string;
    gazetteer_id: string | null;
    longitude: number | null;
    latitude: number | null;
    uncertainty_km: number | null;
  }[];
  attributions: Attribution[];
  event_mentions: EventMention[];
  silences: { id: string; span: Span; parties: string[]; about: string }[];
}

export type CellState = "stated" | "silent" | "denies";
export interface Cell {
  name: "what" | "who began" | "where" | "when" | "deaths" | "injured";
  state: CellState;
  value: string;
  citations: Citation[];
}
export interface Account {
  party: string | null;
  narrator: string | null;
  cells: Cell[];
}
export interface Contradiction {
  kind: "numbers" | "places" | "times" | "who began" | "whether it happened";
  between: [string, string];
  statement: string;
  citations: Citation[];
}
export interface Incident {
  id: string;
  kind: string;
  date: string | null;
  place: MentionedPlace | null;
  mentions: string[];
  sources: number;
  deaths: Count | null;
  injured: Count | null;
  accounts: Account[];
  contradictions: Contradiction[];
  reason: string;
  certainty: "single" | "low" | "moderate" | "high";
  matches: { mention: string; citation: Citation; points: number; grounds: string[]; rival: number }[];
  copies: { document: string; of: string }[];
  withdrawn: boolean;
  judged?: Judged[];
}
export interface ObservedSilence {
  about: string;
  party: string;
  publishers: string[];
  state: "spoken" | "silent" | "not observed";
  since: string;
  until: string;
  documents: string[];
  ended: string | null;
  citation: Citation | null;
}
export interface IncidentAnswer {
  incident: Incident;
  observed: ObservedSilence[];
  documents: Record<string, ListedDocument>;
}

/** `measured` on the drawn shapes, `best` for the ground, `low` to `high` its 95 % interval. */
export interface Estimate {
  measured: number;
  best: number;
  low: number;
  high: number;
}
export type ChangeVerdict = "moved" | "within error" | "redrawn" | "unchanged";
export interface VersionReference {
  version: string;
  valid_from: string | null;
  publisher: string | null;
  document: string;
  drawing_error_m: number;
  drawing_error_from: string;
}
export interface Furthest {
  km: Estimate;
  bearing_deg: number;
  at: [number, number];
}
export interface SettlementChange {
  name: string;
  gazetteer_id: string;
  probability_before: number;
  probability_after: number;
  verdict: "gained" | "lost" | "uncertain";
}
export interface ChangedPart {
  kind: "gained" | "lost";
  km2: Estimate;
  depth_km: number;
  verdict: ChangeVerdict;
  geometry: Shape | null;
}
export interface ZoneChange {
  zone: string;
  from: VersionReference;
  to: VersionReference;
  verdict: ChangeVerdict;
  gained_km2: Estimate;
  lost_km2: Estimate;
  net_km2: Estimate;
  furthest_gain: Furthest | null;
  furthest_loss: Furthest | null;
  settlements: SettlementChange[];
  parts: ChangedPart[];
  within: { area: string; name: string; gained_km2: number; lost_km2: number }[];
  reason: string;
}
export interface ReportedChange {
  date: string | null;
  direction: string | null;
  magnitude: string | null;
  claimant: string | null;
  publisher: string | null;
  citation: Citation;
}
export interface Notice {
  kind: string;
  zone: string;
  publisher: string | null;
  on: string;
  until: string;
  statement: string;
}
export interface ChangesAnswer {
  changes: ZoneChange[];
  reported: ReportedChange[];
  corrections: { recorded: string; change: ZoneChange }[];
  rivals: { zone: string; kind: ZoneKind; on: string; until: string | null; difference: ZoneChange }[];
  notices: Notice[];
}

export type FindingStatus = "met" | "breached" | "disputed" | "undetermined" | "not yet due" | "not checkable";
export interface Margin {
  value: number;
  unit: string;
  low: number | null;
  high: number | null;
  meaning: string;
}
export interface Evidence {
  bearing: "for" | "against" | "context";
  claimant: string | null;
  statement: string;
  citation: Citation;
}
export interface Finding {
  provision: string;
  kind: string;
  title: string;
  on: string;
  status: FindingStatus;
  statement: string;
  margin: Margin | null;
  evidence: Evidence[];
  flips: string;
}
export interface FindingsAnswer {
  on: string;
  findings: Finding[];
}
export interface StripRun {
  on: string;
  until: string;
  status: FindingStatus;
  margin: Margin | null;
}
export interface StripAnswer {
  from: string;
  to: string;
  provisions: { provision: string; title: string; kind: string; days: StripRun[] }[];
}

export const ENTRY_KINDS = [
  "change",
  "reported change",
  "correction",
  "notice",
  "incident",
  "statement",
  "reported silence",
  "observed silence",
  "finding",
  "document",
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface Entry {
  id: string;
  kind: EntryKind;
  date: string | null;
  begins: string | null;
  ends: string | null;
  title: string;
  parties: string[];
  publisher: string | null;
  zone: string | null;
  place: string | null;
  gazetteer_id: string | null;
  longitude: number | null;
  latitude: number | null;
  uncertainty_km: number | null;
  status: string | null;
  document: string | null;
  span: Span | null;
  subject: string | null;
  accounts?: number;
  contradictions?: number;
}
export interface TimelineAnswer extends Page {
  kinds: Partial<Record<EntryKind, number>>;
  left_out?: string[];
  entries: Entry[];
}
export interface Bin {
  from: string;
  incidents: number;
  statements: number;
  documents: number;
}
export interface Mark {
  on: string;
  zone: string;
  version: string;
  verdict: ChangeVerdict | null;
}
export interface HistogramAnswer {
  by: "day" | "month" | "year";
  bins: Bin[];
  marks: Mark[];
}

export interface VersionProperties {
  zone: string;
  name: string;
  kind: ZoneKind;
  holder: string | null;
  /** The moment, ISO 8601; `valid_to` is not included, and may be inferred from the next version. */
  valid_from: string | null;
  valid_to: string | null;
  publisher: string | null;
  drawing_error_m: number;
  drawing_error_from: string;
  document: string;
  note: string;
  predecessor: string | null;
  successor: string | null;
}
export interface Feature<Properties> {
  type: "Feature";
  id: string;
  geometry: Shape | null;
  properties: Properties;
}
export interface Features<Properties> {
  numberMatched: number;
  features: Feature<Properties>[];
}
export interface PlaceProperties {
  name: string;
  kind: string;
  uncertainty_km: number;
  population: number | null;
}
export interface AreaProperties {
  name: string;
  drawing_error_m: number;
  provisions: string[];
  note: string;
}

export interface SearchAnswer {
  query: string;
  matches: { document: ListedDocument; snippet: string; marks: Piece[] }[];
}

export interface NewsAnswer {
  news: { documents: ListedDocument[]; zone_versions: { id: string }[]; incidents: { id: string }[] };
}
export interface AddedAnswer {
  document: ListedDocument;
  known: boolean;
  zone_versions: { id: string; zone: string; valid_from: string; repairs: string[] }[];
  counts: { attributions: number; event_mentions: number; silences: number } | null;
}

export interface BriefReference {
  number: number;
  kind: "passage" | "map" | "provision" | "record" | "documents read";
  citation: Citation;
  document: { sha256: string; title: string; publisher: string; published: string | null } | null;
  statement: string;
}
export interface BriefSentence {
  text: string;
  references: number[];
}
export interface BriefTable {
  caption: string;
  columns: string[];
  rows: { heading: string; cells: { text: string; references: number[]; kind: CellState }[] }[];
}
export interface BriefSection {
  id: string;
  title: string;
  sentences: BriefSentence[];
  figure: { id: string; title: string; caption: BriefSentence[] } | null;
  tables: BriefTable[];
  sections: BriefSection[];
}
export interface Brief {
  title: string;
  on: string;
  since: string;
  known: Head;
  headline: BriefSentence[];
  sections: BriefSection[];
  references: BriefReference[];
}

export interface PictureAtHand {
  sha256: string;
  media_type: string;
  width: number;
  height: number;
  recorded: boolean;
}
export interface ControlPoint {
  name: string;
  x: number;
  y: number;
  longitude: number;
  latitude: number;
  residual_m: number;
  /** How far off it lies by the other points alone. */
  left_out_m: number;
}
export interface PlacedPicture {
  picture: string;
  page: number;
  frame: number;
  width: number;
  height: number;
  transformation: string;
  pixel_m: number;
  control_rms_m: number;
  control: ControlPoint[];
  /** Where the corners of cells as wide and high as each other lie, row by row from the upper left; null where there is no ground. */
  mesh: { columns: number; rows: number; at: ([number, number] | null)[] };
}
export interface TracedOutline {
  name: string;
  drawing_error_m: number;
  edge_error_px: number;
  notes: string[];
  /** In the picture's pixels. */
  outline: Shape;
  geometry: Shape;
}
export interface TracedPicture extends PlacedPicture {
  zones: TracedOutline[];
  recorded: AddedAnswer | null;
}

export type Decision = "accept" | "correct" | "reject" | "merge" | "split" | "note" | "withdraw";
/** How an answer names a judgement that it went by. */
export interface Judged {
  entry: number;
  kind: string;
  by: string;
  decision: Decision;
  recorded: string;
  changed?: { name: string; read: string; judged: string }[];
  note?: string;
}
export interface ReviewedStatement {
  statement: string;
  kind: "date" | "toponym" | "attribution" | "event" | "silence" | "incident";
  document: string | null;
  span: Span;
  parts: { name: string; span: Span }[];
  fields: { name: string; read: string; stands: string }[];
  judgements: Judged[];
  mentions?: { mention: string; span: Span }[];
  incident?: string | null;
}
export interface ReviewPassage {
  document: string;
  span: Span;
  /** Where in the document `text` begins, in code points. */
  start: number;
  text: string;
  more_before: boolean;
  more_after: boolean;
}
export interface ReviewAnswer extends Page {
  items: { statement: ReviewedStatement; passages: ReviewPassage[] }[];
  documents: Record<string, ListedDocument>;
}
export interface CorrectableField {
  name: string;
  form: "choice" | "edtf" | "place" | "party" | "parties" | "count" | "attribution" | "text";
  choices: string[];
}
export interface NeighboursAnswer {
  incidents: { id: string; kind: string; date: string | null; place: string | null; accounts: number }[];
}
export interface GivenJudgement {
  judgement: { entry: number; recorded: string; judgement: { decision: Decision; statement: string } };
}
export interface RecordedJudgement {
  entry: number;
  recorded: string;
  judgement: { statement: string; decision: Decision; by: string; note: string };
}
export interface JudgementsAnswer extends Page {
  judgements: RecordedJudgement[];
}
