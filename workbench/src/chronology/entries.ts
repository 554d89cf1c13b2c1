// What an entry says in one line, and what it opens.

import type { Entry } from "../api/types.ts";
import type { Address } from "../state/address.svelte.ts";
import type { Workbench } from "../state/workbench.svelte.ts";
import { sayChange } from "../words/changes.ts";
import { capitalise } from "../words/numbers.ts";

/** What choosing an entry leads to: its detail, or the passage it stands in. */
export function subjectOf(entry: Entry): Partial<Address> {
  const day = entry.begins?.slice(0, 10) ?? null;
  switch (entry.kind) {
    case "change":
    case "correction":
      return {
        open: entry.subject ? { subject: "change", id: entry.subject } : null,
        span: null,
        ...(day ? { on: day } : {}),
      };
    case "incident":
      return { open: entry.subject ? { subject: "incident", id: entry.subject } : null, span: null };
    case "observed silence":
      return {
        open: entry.subject
          ? { subject: entry.subject.startsWith("incident") ? "incident" : "change", id: entry.subject }
          : null,
        span: null,
      };
    case "finding":
      return {
        view: "agreement",
        open: entry.subject ? { subject: "provision", id: entry.subject } : null,
        span: null,
        ...(day ? { on: day } : {}),
      };
    default:
      return entry.document ? { open: { subject: "document", id: entry.document }, span: entry.span } : {};
  }
}

export function sayEntry(entry: Entry, workbench: Workbench): string {
  switch (entry.kind) {
    case "change": {
      const change = workbench.changeInto(entry.subject?.split("..")[1] ?? "");
      return change ? `${workbench.zoneName(change.zone)} ${sayChange(change)}` : entry.title;
    }
    case "finding":
      return `§ ${entry.subject ? `${entry.subject} ` : ""}${entry.title}`;
    default:
      return capitalise(entry.title);
  }
}
