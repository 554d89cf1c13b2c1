// A hatched fill: diagonal lines in a colour, for ground that was lost.

const SIZE = 8;
const made = new Map<string, CanvasPattern>();

export function hatch(colour: string): CanvasPattern | string {
  const ratio = window.devicePixelRatio;
  const key = `${colour} ${ratio}`;
  const known = made.get(key);
  if (known) return known;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.round(SIZE * ratio);
  const context = canvas.getContext("2d");
  const pattern = context && drawLines(context, colour, canvas.width, ratio);
  if (!pattern) return colour;
  made.set(key, pattern);
  return pattern;
}

// -------------------------------------------------------------------------------------------------------------

function drawLines(
  context: CanvasRenderingContext2D,
  colour: string,
  size: number,
  ratio: number,
): CanvasPattern | null {
  context.strokeStyle = colour;
  context.lineWidth = 1.4 * ratio;
  context.beginPath();
  // Beyond the tile on both sides, so that the corners of neighbours meet.
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
  return context.createPattern(context.canvas, "repeat");
}
