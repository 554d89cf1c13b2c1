// What is being traced off a picture, for the map to show beside its own.

import type { ControlPoint, Shape } from "../api/types.ts";

class TracedNow {
  shapes = $state.raw<Shape[]>([]);
  points = $state.raw<ControlPoint[]>([]);

  show(shapes: Shape[], points: ControlPoint[]): void {
    this.shapes = shapes;
    this.points = points;
  }

  clear(): void {
    this.show([], []);
  }
}

export const traced = new TracedNow();
