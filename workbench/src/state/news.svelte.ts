// Whether the record grew since this page asked: looked for now and then, while somebody looks at the page.

import { address, ask } from "../api/client.ts";
import type { NewsAnswer } from "../api/types.ts";
import { sayList, sayQuantity } from "../words/numbers.ts";
import type { Workbench } from "./workbench.svelte.ts";

const EVERY_MS = 30_000;

export class News {
  /** `1 document, 2 incidents`; empty while there is nothing new. */
  words = $state("");
  readonly #workbench: Workbench;

  /** Needs a component around it. */
  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    $effect(() => {
      const since = workbench.present.value?.head.recorded;
      this.words = "";
      if (!since) return;
      const timer = window.setInterval(() => void this.#look(since), EVERY_MS);
      return () => {
        window.clearInterval(timer);
      };
    });
  }

  show(): void {
    this.words = "";
    this.#workbench.refresh();
  }

  async #look(since: string): Promise<void> {
    if (document.hidden) return;
    try {
      const { news } = await ask<NewsAnswer>(address("/api/news", { since }));
      this.words = say(news);
    } catch (error) {
      // A server that rests for a while is no news; the next question to it says so if it lasts.
      console.info("No news:", error instanceof Error ? error.message : error);
    }
  }
}

// -------------------------------------------------------------------------------------------------------------

function say({ documents, zone_versions, incidents }: NewsAnswer["news"]): string {
  const parts = [
    [documents.length, "document"],
    [zone_versions.length, "zone version"],
    [incidents.length, "incident"],
  ] as const;
  return sayList(parts.filter(([number]) => number > 0).map(([number, noun]) => sayQuantity(number, noun)));
}
