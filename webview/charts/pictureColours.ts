/** A colour as any program reads it: `#rrggbb`, and how much of it covers what is below (0–1). */
export interface PlainColour {
  readonly hex: string;
  readonly opacity: number;
}

const known = new Map<string, PlainColour>();
let context: CanvasRenderingContext2D | null = null;

/** Resolves a computed CSS colour, mixed ones and those of other spaces too, by painting a pixel with it. */
export function plainColour(css: string): PlainColour {
  const found = known.get(css);
  if (found) return found;
  const [red, green, blue, alpha] = pixel(css);
  const plain = {
    hex: `#${[red, green, blue].map((part) => part!.toString(16).padStart(2, '0')).join('')}`,
    opacity: Math.round((alpha! / 255) * 1000) / 1000,
  };
  // A page that is drawn in other colours again and again would fill the memory.
  if (known.size > 1000) known.clear();
  known.set(css, plain);
  return plain;
}

function pixel(css: string): Uint8ClampedArray {
  context ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This window cannot paint pictures.');
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = '#000';
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}
