// Light or dark: the system's unless the reader chose, and the choice stays on this machine.

const KEY = "groundtruce-theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

class Theme {
  #chosen = $state<"light" | "dark" | null>(readChoice());
  #system = $state(system.matches);
  dark = $derived(this.#chosen ? this.#chosen === "dark" : this.#system);

  constructor() {
    this.#apply();
    system.addEventListener("change", (event) => {
      this.#system = event.matches;
      this.#apply();
    });
  }

  toggle(): void {
    this.#chosen = this.dark ? "light" : "dark";
    window.localStorage.setItem(KEY, this.#chosen);
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.dark ? "dark" : "light";
  }
}

export const theme = new Theme();

/** Whether motion may keep the eye's place. */
export const mayMove = (): boolean => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// -------------------------------------------------------------------------------------------------------------

function readChoice(): "light" | "dark" | null {
  const kept = window.localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : null;
}
