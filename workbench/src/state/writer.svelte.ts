// Who writes: a name that stands with everything recorded, and the token that `groundtruce serve --write` printed.
// The token lives as long as this tab does and is never sent in an address.

const TOKEN = "groundtruce-token";
const NAME = "groundtruce-name";

class Writer {
  token = $state(takeToken());
  name = $state(window.localStorage.getItem(NAME) ?? "");
  isReady = $derived(this.token.trim() !== "" && this.name.trim() !== "");

  keep(): void {
    window.sessionStorage.setItem(TOKEN, this.token.trim());
    window.localStorage.setItem(NAME, this.name.trim());
  }
}

export const writer = new Writer();

// -------------------------------------------------------------------------------------------------------------

/** The address that the server prints carries the token after `#`; it is taken from there at once, so that nobody copies it on. */
function takeToken(): string {
  const given = /^#token=(.+)$/.exec(window.location.hash)?.[1];
  if (!given) return window.sessionStorage.getItem(TOKEN) ?? "";
  const token = decodeURIComponent(given);
  window.sessionStorage.setItem(TOKEN, token);
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  return token;
}
