// Asks the server. Every question of the record is asked as of a moment; answers that cannot change are remembered.

/** What went wrong, as the server says it (RFC 9457) or as the browser does. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;

  constructor(title: string, detail: string, status: number) {
    super(detail);
    this.title = title;
    this.status = status;
  }
}

export type Parameters = Record<string, string | number | boolean | null | undefined>;

/** The path with the parameters that have a value, in the order given. */
export function address(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The JSON behind an address. Throws `Problem`, or the browser's `AbortError` where `signal` ended it. */
export function ask<T>(url: string, signal?: AbortSignal): Promise<T> {
  return reach(url, { signal: signal ?? null, headers: { Accept: JSON_TYPES } }, readJson<T>);
}

/** Sends a body to be recorded, as the one whose token it is. */
export function send<T>(url: string, body: BodyInit, options: { token: string; mediaType: string }): Promise<T> {
  const headers = { Authorization: `Bearer ${options.token}`, "Content-Type": options.mediaType };
  return reach(url, { method: "POST", body, headers }, readJson<T>);
}

/** A page of a list, and the address of the one that follows; null after the last. Throws as `ask` does. */
export function askPage<T>(url: string, signal: AbortSignal): Promise<{ answer: T; next: string | null }> {
  return reach(url, { signal, headers: { Accept: JSON_TYPES } }, async (response) => {
    const answer = await readJson<T & { next?: string | null }>(response);
    return { answer, next: answer.next ? withinOrigin(answer.next) : readNext(response.headers.get("Link")) };
  });
}

/** Some bytes of a file, from `offset` on, and the mark of its state. Throws as `ask` does, and where the server sends something else. */
export function askRange(
  url: string,
  { offset, length, signal }: { offset: number; length: number; signal?: AbortSignal | undefined },
): Promise<{ data: ArrayBuffer; etag: string | null }> {
  const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
  return reach(url, { signal: signal ?? null, headers }, async (response) => {
    if (response.status !== 206)
      throw new Problem("Unusable answer", "the server sent no part of the file", response.status);
    return { data: await response.arrayBuffer(), etag: response.headers.get("ETag") };
  });
}

/** Like `ask`, for what stays the same as long as the record's head does; `forgetAll` is called when that moves. */
export function askOnce<T>(url: string): Promise<T> {
  const known = remembered.get(url);
  if (known) {
    // Newly used ones go last: the first is what nobody has asked for the longest.
    remembered.delete(url);
    remembered.set(url, known);
    return known as Promise<T>;
  }
  const answer = ask<T>(url);
  remembered.set(url, answer);
  answer.catch(() => remembered.delete(url));
  const oldest = remembered.keys().next().value;
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return answer;
}

export function forgetAll(): void {
  remembered.clear();
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

// -------------------------------------------------------------------------------------------------------------

/** Shapes of 5,000 vertices weigh about 200 kB as objects: this many stay well under 100 MB. */
const MOST_REMEMBERED = 400;
const remembered = new Map<string, Promise<unknown>>();

const JSON_TYPES = "application/json, application/geo+json";

/** The page that follows by a `Link` header (RFC 8288); null where none does. */
function readNext(header: string | null): string | null {
  const found = /<([^>]*)>[^<]*;\s*rel="?next"?/.exec(header ?? "")?.[1];
  return found ? withinOrigin(found) : null;
}

/** An address without its host: behind a proxy, the server may not know the name it is asked by. */
function withinOrigin(address: string): string {
  const { pathname, search } = new URL(address, window.location.href);
  return pathname + search;
}

let pending = 0;

/** How many answers are awaited stands on the page's root, for whoever waits until it is complete: a script that takes its picture. */
function count(by: 1 | -1): void {
  pending += by;
  document.documentElement.dataset.pending = String(pending);
}

async function readJson<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

async function reach<T>(url: string, options: RequestInit, read: (response: Response) => Promise<T>): Promise<T> {
  count(1);
  try {
    return await read(await reachOnce(url, options));
  } finally {
    // What the answer leads to, such as the next question, comes first.
    window.setTimeout(() => {
      count(-1);
    }, 0);
  }
}

async function reachOnce(url: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...options, credentials: "omit" });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Problem("The server does not answer", "Is `groundtruce serve` still running?", 0);
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    const told = (await response.json()) as { title?: string; detail?: string };
    return new Problem(told.title ?? response.statusText, told.detail ?? "", response.status);
  } catch {
    // An answer that is no problem document, such as a proxy's: its status is all there is to say.
    return new Problem(`The server answered ${response.status}`, response.statusText, response.status);
  }
}
