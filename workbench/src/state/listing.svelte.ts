// All of a list that the server gives in pages: the first as soon as it is there, then one after the other, up to a bound.

import { askPage, isAbort, Problem } from "../api/client.ts";

/** More would neither fit a page's memory nor an eye: so many objects of a line each weigh some tens of MB. */
const MOST_ITEMS = 50_000;

export interface Read<Answer, Item> {
  items: (answer: Answer) => Item[];
  id: (item: Item) => string;
  /** How many there are in all; null where the answer does not say. */
  total: (answer: Answer) => number | null;
}

export class Listing<Answer, Item> {
  /** The newest answer's first page; while the next one is on its way, still the one before, so that nothing flickers. */
  first = $state.raw<Answer | null>(null);
  /** What of the list is there so far, in the server's order. */
  items = $state.raw<Item[]>([]);
  /** How many the server has; null until it says so. */
  total = $state<number | null>(null);
  error = $state.raw<Problem | null>(null);
  /** Until the first page is there. */
  loading = $state(true);
  /** Whether further pages are on their way. */
  isGrowing = $state(false);
  /** Whether there are more than are held. */
  isCut = $state(false);
  readonly #read: Read<Answer, Item>;
  #attempt = $state(0);

  /** `question` gives the address of the first page, or null while there is nothing to ask. Needs a component around it. */
  constructor(question: () => string | null, read: Read<Answer, Item>) {
    this.#read = read;
    $effect(() => {
      void this.#attempt;
      const url = question();
      this.loading = url !== null;
      if (url === null) return;
      const ending = new AbortController();
      this.#follow(url, ending.signal).catch((error: unknown) => {
        if (isAbort(error)) return;
        this.error = error instanceof Problem ? error : new Problem("The answer cannot be read", String(error), 0);
        // What an older question was answered with is no answer to this one.
        if (this.loading) {
          this.first = null;
          this.items = [];
        }
        this.loading = false;
        this.isGrowing = false;
      });
      return () => {
        ending.abort();
      };
    });
  }

  retry(): void {
    this.#attempt += 1;
  }

  // -----------------------------------------------------------------------------------------------------------

  async #follow(url: string, signal: AbortSignal): Promise<void> {
    // Something may be recorded between two pages, which moves what follows: nothing shall stand there twice.
    const found = new Map<string, Item>();
    for (let next: string | null = url; next !== null;) {
      const page: { answer: Answer; next: string | null } = await askPage<Answer>(next, signal);
      for (const item of this.#read.items(page.answer)) found.set(this.#read.id(item), item);
      if (next === url) this.first = page.answer;
      this.total = this.#read.total(page.answer);
      next = page.next;
      this.isCut = next !== null && found.size >= MOST_ITEMS;
      if (this.isCut) next = null;
      this.items = [...found.values()];
      this.error = null;
      this.loading = false;
      this.isGrowing = next !== null;
    }
  }
}
