// An answer of the server that follows a question: when the question changes, it is asked anew.

import { ask, isAbort, Problem } from "../api/client.ts";

export class Resource<T> {
  /** The newest answer; while the next one is on its way, still the one before, so that nothing flickers. */
  value = $state.raw<T | null>(null);
  error = $state.raw<Problem | null>(null);
  loading = $state(true);
  #attempt = $state(0);

  /** `question` gives the address to ask, or null while there is nothing to ask. Needs a component around it. */
  constructor(question: () => string | null) {
    $effect(() => {
      void this.#attempt;
      const url = question();
      if (url === null) {
        this.value = null;
        this.error = null;
        this.loading = false;
        return;
      }
      const ending = new AbortController();
      this.loading = true;
      ask<T>(url, ending.signal).then(
        (value) => {
          this.value = value;
          this.error = null;
          this.loading = false;
        },
        (error: unknown) => {
          if (isAbort(error)) return;
          this.error = error instanceof Problem ? error : new Problem("The answer cannot be read", String(error), 0);
          this.value = null;
          this.loading = false;
        },
      );
      return () => {
        ending.abort();
      };
    });
  }

  retry(): void {
    this.#attempt += 1;
  }
}
