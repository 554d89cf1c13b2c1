// The keys of the page. They rest while somebody types.

import { location, type View } from "../state/address.svelte.ts";
import type { Workbench } from "../state/workbench.svelte.ts";

export const KEYS: [keys: string, meaning: string][] = [
  ["← →", "the map version before, after"],
  ["[ ]", "the incident before, after"],
  ["/", "search"],
  ["g m", "to the map"],
  ["g c", "to the chronology"],
  ["g a", "to the agreement"],
  ["g s", "to the sources"],
  ["g b", "to the brief"],
  ["Esc", "back"],
  ["?", "these keys"],
];

const VIEWS_BY_KEY: Record<string, View> = { c: "chronology", a: "agreement", s: "sources", b: "brief", r: "review" };
/** How long the second key of two may take. */
const PAIR_MS = 1500;

/** Answers keys until the function that it gives is called. `stepIncident` opens the next or the previous incident. */
export function listenToKeys(workbench: Workbench, stepIncident: (by: 1 | -1) => void): () => void {
  let goingSince = -Infinity;

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const going = event.timeStamp - goingSince < PAIR_MS;
    goingSince = -Infinity;
    if (going && goTo(event.key)) event.preventDefault();
    else if (event.key === "g") goingSince = event.timeStamp;
    else if (act(event)) event.preventDefault();
  }

  function act(event: KeyboardEvent): boolean {
    switch (event.key) {
      case "ArrowLeft":
      case "ArrowRight":
        if (usesArrows(event.target)) return false;
        workbench.stepVersion(event.key === "ArrowRight" ? 1 : -1);
        return true;
      case "[":
      case "]":
        stepIncident(event.key === "]" ? 1 : -1);
        return true;
      case "/":
        document.getElementById("search")?.focus();
        return true;
      case "?":
        location.go({ view: "keys", open: null, span: null });
        return true;
      case "Escape":
        if (!location.current.open) return false;
        location.back();
        return true;
      default:
        return false;
    }
  }

  document.addEventListener("keydown", press);
  return () => {
    document.removeEventListener("keydown", press);
  };
}

// -------------------------------------------------------------------------------------------------------------

function goTo(key: string): boolean {
  if (key === "m") {
    document.getElementById("map")?.focus();
    return true;
  }
  const view = VIEWS_BY_KEY[key];
  if (!view) return false;
  location.go({ view, open: null, span: null });
  document.getElementById("column")?.focus();
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Sliders and the map move by arrows themselves. */
function usesArrows(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (target instanceof HTMLInputElement && target.type === "range") || target.id === "map";
}
