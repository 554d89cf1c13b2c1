// The map's colours on light and dark paper: those of the figures in briefs. Zones take their holder's colour from the case.

export interface Palette {
  sea: string;
  land: string;
  border: string;
  /** Of a user's own tiles. */
  green: string;
  built: string;
  road: string;
  river: string;
  graticule: string;
  country: string;
  ink: string;
  quiet: string;
  before: string;
  beforeBand: string;
  place: string;
  spread: string;
  halo: string;
}

export const LIGHT: Palette = {
  sea: "#dfe6ea",
  land: "#f6f3ec",
  border: "#b3ada1",
  green: "#eef0e3",
  built: "#ebe6dc",
  road: "#d6cfc1",
  river: "#bccbd3",
  graticule: "rgba(28, 32, 36, 0.07)",
  country: "#857f72",
  ink: "#1c2024",
  quiet: "#5d5a52",
  before: "#4c535a",
  beforeBand: "rgba(28, 32, 36, 0.13)",
  place: "#6b6f73",
  spread: "rgba(28, 32, 36, 0.1)",
  halo: "#f6f3ec",
};

export const DARK: Palette = {
  sea: "#10161b",
  land: "#23272b",
  border: "#565c61",
  green: "#232b29",
  built: "#2c3135",
  road: "#3d4449",
  river: "#314049",
  graticule: "rgba(233, 229, 219, 0.07)",
  country: "#8b8f90",
  ink: "#f2efe7",
  quiet: "#aeada7",
  before: "#b9b8b2",
  beforeBand: "rgba(233, 229, 219, 0.16)",
  place: "#a9abaa",
  spread: "rgba(233, 229, 219, 0.1)",
  halo: "#23272b",
};

/** A colour with an opacity; what is no `#rrggbb` stays as it is. */
export function fade(colour: string, opacity: number): string {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0")}`;
}
