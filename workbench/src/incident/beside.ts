// The incident before or after another one in time: asked for around its own day, since a record may hold very many.

import { askOnce } from "../api/client.ts";
import type { IncidentAnswer, TimelineAnswer } from "../api/types.ts";
import type { Workbench } from "../state/workbench.svelte.ts";

/** So many at once: more begin on one day, or have no date, in no record that people keep. */
const MOST = 1000;

/** The next or the previous one's id; of none, the first or the last there is; null at the end. Those not dated come last. */
export async function findIncidentBeside(workbench: Workbench, id: string | null, by: 1 | -1): Promise<string | null> {
  const order = by > 0 ? "asc" : "desc";
  if (id === null) return (await list(workbench, { order, limit: 1 }))[0] ?? null;
  const around = await list(workbench, { order, limit: MOST, [by > 0 ? "from" : "to"]: await findDay(workbench, id) });
  const beside = follow(around, id);
  if (beside !== null || by < 0) return beside;
  return follow((await list(workbench, { order: "desc", limit: MOST })).reverse(), id);
}

// -------------------------------------------------------------------------------------------------------------

function follow(ids: (string | null)[], id: string): string | null {
  const at = ids.indexOf(id);
  return at < 0 ? null : (ids[at + 1] ?? null);
}

async function list(
  workbench: Workbench,
  parameters: Record<string, string | number | null>,
): Promise<(string | null)[]> {
  const url = workbench.question("/api/timeline", { kind: "incident", ...parameters });
  return (await askOnce<TimelineAnswer>(url)).entries.map((entry) => entry.subject);
}

/** The day that an incident begins on at the earliest; null where its date is not known. */
async function findDay(workbench: Workbench, id: string): Promise<string | null> {
  const url = workbench.question(`/api/incidents/${encodeURIComponent(id)}`);
  const { incident } = await askOnce<IncidentAnswer>(url);
  const [, year, month = "-01", day = "-01"] = /^(\d{4})(-\d{2})?(-\d{2})?/.exec(incident.date ?? "") ?? [];
  return year ? `${year}${month}${day}` : null;
}
