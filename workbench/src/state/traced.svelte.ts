// What is being traced off a picture, for the map to show beside its own; and the point whose place is asked for on the map.

import type { Shape } from "../api/types.ts";
import type { GroundPoint } from "../map/ground-points.ts";

export interface AskedPoint {
  /** What is asked, in words. */
  words: string;
  /** Called with the place pressed: its name where it is one of the record's, or else its coordinates. */
  take: (place: string) => void;
  /** Called where the reader would rather not. */
  leave: () => void;
}

class TracedNow {
  shapes = $state.raw<Shape[]>([]);
  points = $state.raw<GroundPoint[]>([]);
  asked = $state.raw<AskedPoint | null>(null);

  show(shapes: Shape[], points: GroundPoint[]): void {
    this.shapes = shapes;
    this.points = points;
  }

  clear(): void {
    this.show([], []);
    this.asked = null;
  }
}

export const traced = new TracedNow();
