// Who made a base map, as its file says it: often a piece of HTML with links. Only its words are kept.

/** The words of a piece of HTML, cut where they are long. A parser would bind what it finds in attributes: the signs are taken off by hand. */
export function readCredit(told: unknown): string {
  if (typeof told !== "string") return "";
  const words = told
    .slice(0, MOST_READ)
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^>]*(>|$)/g, "")
    .replace(/&(#\d{1,6}|[a-z]+);/gi, (whole, name: string) => decode(name) ?? whole)
    .replace(/\s+/g, " ")
    .trim();
  return words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS - 1)}…` : words;
}

// -------------------------------------------------------------------------------------------------------------

const MOST_READ = 10_000;
const MOST_LETTERS = 160;
const SIGNS: Record<string, string> = { amp: "&", copy: "©", gt: ">", lt: "<", nbsp: " ", quot: '"' };

function decode(name: string): string | undefined {
  return name.startsWith("#") ? String.fromCodePoint(Number(name.slice(1))) : SIGNS[name.toLowerCase()];
}
