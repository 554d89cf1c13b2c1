import assert from "node:assert/strict";
import { test } from "node:test";

import { LIGHT } from "../src/map/palette.ts";
import { zoneStyles } from "../src/map/styles.ts";
import { findRole } from "../src/map/tile-styles.ts";
import { readCredit } from "../src/words/credits.ts";
import type { ZoneKind } from "../src/api/types.ts";
import { dayNumber, dayOf, isDay, sayDate, sayMoment, shiftDay } from "../src/words/dates.ts";
import { sayCount, sayDirection, sayInterval, sayNumber, sayProbability, sayQuantity } from "../src/words/numbers.ts";
import { cutText, readSpan, writeSpan } from "../src/words/spans.ts";

test("dates keep the precision that the source gave", () => {
  const said = {
    "2020-12-13": "13 Dec 2020",
    "2020-12": "Dec 2020",
    "2020-12-XX": "Dec 2020",
    "2020": "2020",
    "202X": "2020s",
    "2020-24": "winter 2020",
    "2020-12-13~": "about 13 Dec 2020",
    "2020-12-13?": "perhaps 13 Dec 2020",
    "2020-12-07/2020-12-13": "7 to 13 Dec 2020",
    "2020-11-30/2020-12-02": "30 Nov 2020 to 2 Dec 2020",
    "../2020-12-13": "until 13 Dec 2020",
    "2020-12-13/..": "since 13 Dec 2020",
    "2020-12-13T20:00:00+04:00": "13 Dec 2020, 20:00 (UTC+04:00)",
    "no date": "no date",
  };
  for (const [edtf, words] of Object.entries(said)) assert.equal(sayDate(edtf), words);
  assert.equal(sayMoment("2026-11-24T13:37:09.646766Z"), "24 Nov 2026, 13:37:09 UTC");
});

test("days are counted over leap days and the ends of years", () => {
  assert.equal(shiftDay("2020-02-28", 1), "2020-02-29");
  assert.equal(shiftDay("2021-01-01", -1), "2020-12-31");
  assert.equal(dayOf(dayNumber("1999-12-31T23:59:59Z")), "1999-12-31");
  assert.ok(isDay("2020-02-29") && !isDay("2021-02-29") && !isDay("2020-2-9"));
});

test("a number keeps the digits that its interval leaves", () => {
  assert.equal(sayInterval(61.2, 57.1, 65.3, "km²"), "61 ± 4 km²");
  assert.equal(sayInterval(342, 149, 516, "km²"), "342 km² (149 to 516)");
  assert.equal(sayInterval(0.02, 0, 29.1, "km²"), "none (at most 29 km²)");
  assert.equal(sayInterval(2, null, null, "days"), "2 days");
  assert.equal(sayInterval(-0.001, -4.16, 4.158, "km"), "0 ± 4 km");
  assert.equal(sayNumber(-1234.5, 1), "−1,234.5");
});

test("words for probabilities, counts and directions", () => {
  assert.deepEqual([0.001, 0.526, 0.999].map(sayProbability), ["under 1 %", "53 %", "over 99 %"]);
  assert.equal(sayCount({ low: 3, best: null, high: null, who: "soldiers" }), "at least 3 (soldiers)");
  assert.deepEqual([0, 44, 359, -90].map(sayDirection), ["north", "north-east", "north", "west"]);
  assert.deepEqual(
    [0, 1, 2].map((n) => sayQuantity(n, "account")),
    ["no accounts", "1 account", "2 accounts"],
  );
});

test("spans count code points, and a text is cut where marks begin and end", () => {
  const text = "a😀bcd";
  const segments = cutText(text, [
    { kind: "outer", id: "1", span: [[1, 4]] },
    {
      kind: "inner",
      id: "2",
      span: [
        [2, 3],
        [4, 9],
      ],
    },
  ]);
  assert.deepEqual(
    segments.map((segment) => [segment.text, segment.marks.map((mark) => mark.kind)]),
    [
      ["a", []],
      ["😀", ["outer"]],
      ["b", ["outer", "inner"]],
      ["c", ["outer"]],
      ["d", ["inner"]],
    ],
  );
});

test("every code point of a text stands in exactly one segment, whatever the marks", () => {
  let seed = 7;
  const random = (most: number): number => (seed = (seed * 48271) % 2147483647) % most;
  for (let round = 0; round < 200; round += 1) {
    const text = Array.from({ length: random(40) }, () => "aé😀ə"[random(4)] ?? "x").join("");
    const marks = Array.from({ length: random(8) }, (_, id) => {
      const start = random(45);
      return { kind: "mark", id: String(id), span: [[start, start + random(12)] as [number, number]] };
    });
    const segments = cutText(text, marks);
    assert.equal(segments.map((segment) => segment.text).join(""), Array.from(text).join(""));
    for (const segment of segments) {
      const covering = marks.filter(
        ({ span: [piece] }) => piece && piece[0] <= segment.start && segment.end <= piece[1],
      );
      assert.deepEqual(segment.marks.map((mark) => mark.id).sort(), covering.map((mark) => mark.id).sort());
    }
  }
});

test("an address's span reads back, and what is no span is none", () => {
  assert.deepEqual(
    readSpan(
      writeSpan([
        [10, 20],
        [30, 40],
      ]),
    ),
    [
      [10, 20],
      [30, 40],
    ],
  );
  for (const wrong of [null, "", "10", "10-", "a-b", "1-2,"]) assert.equal(readSpan(wrong), null);
});

test("what a base map says of its makers is kept as words alone", () => {
  const said = {
    "© <a href='https://example.org'>Own&nbsp;surveyors</a> &amp; others": "© Own surveyors & others",
    "&copy; <script>alert(1)</script><b onclick=x>me</b>": "© me",
    "cut off <img src=x onerror=": "cut off",
    "&#169; &unknown; 1 &lt; 2": "© &unknown; 1 < 2",
  };
  for (const [html, words] of Object.entries(said)) assert.equal(readCredit(html), words);
  assert.equal(readCredit("long ".repeat(5000)).length, 160);
  assert.equal(readCredit({ not: "text" }), "");
});

test("what a tile's layer holds follows from its name, whatever schema it comes from", () => {
  const roles: [layer: string, kind: string, role: string][] = [
    ["earth", "", "land"],
    ["water", "ocean", "water"],
    ["waterway", "river", "water"],
    ["water_polygons", "water", "water"],
    ["landcover", "wood", "green"],
    ["land", "forest", "green"],
    ["landuse", "residential", "built"],
    ["roads", "highway", "road"],
    ["roads", "minor_road", "street"],
    ["transportation", "rail", "rail"],
    ["streets", "residential", "street"],
    ["boundaries", "country", "border"],
    ["buildings", "", "built"],
    ["my_own_layer", "", "other"],
  ];
  for (const [layer, kind, role] of roles) assert.equal(findRole(layer, kind), role, `${layer} ${kind}`);
});

test("zone kinds differ by their line, whatever the holder's colour is", () => {
  const square = { type: "Polygon", coordinates: [] } as never;
  const draw = (kind: ZoneKind): string =>
    zoneStyles({ id: "", name: "", kind, colour: "#006d77", errorM: 100, geometry: square, change: null }, LIGHT, 50)
      .filter((style) => style.getZIndex() === 6)
      .map((style) => `${style.getStroke()?.getWidth()} ${(style.getStroke()?.getLineDash() ?? ["solid"]).join("-")}`)
      .join(" under ");
  assert.deepEqual((["responsibility", "control", "claim", "agreed area", "buffer"] as const).map(draw), [
    "2 solid",
    "4 solid",
    "2 1-4",
    "1.6 7-4",
    "5 solid under 2 solid",
  ]);
});
