/** A line of text as it stands on the page, in pixels of the window. */
export interface PlacedLine {
  readonly text: string;
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly box: DOMRect;
  /** Written upwards. */
  readonly upright: boolean;
}

let context: CanvasRenderingContext2D | null = null;

/** Width of a text, and how far its font reaches above and below the base line, in pixels. */
export function measureText(
  text: string,
  style: CSSStyleDeclaration,
  size = style.fontSize,
): { readonly width: number; readonly ascent: number; readonly descent: number } {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('This window cannot measure text.');
  context.font = `${style.fontStyle} ${style.fontWeight} ${size} ${style.fontFamily}`;
  const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText(text);
  return { width, ascent: fontBoundingBoxAscent, descent: fontBoundingBoxDescent };
}

/** The lines that a text node takes. White space that is not drawn is left out. */
export function placedLines(node: Text, style: CSSStyleDeclaration): PlacedLine[] {
  const upright = style.writingMode.startsWith('vertical');
  const { ascent, descent } = measureText('x', style);
  const place = (text: string, box: DOMRect): PlacedLine => {
    // The box of a line is as high as its font: ascent and descent.
    const spare = ((upright ? box.width : box.height) - ascent - descent) / 2;
    return upright ? { text, x: box.left + spare + ascent, y: box.bottom, box, upright } : { text, x: box.left, y: box.top + spare + ascent, box, upright };
  };
  const drawn = drawnLetters(node);
  if (drawn.length === 0) return [];
  const lines: { text: string; box: DOMRect }[] = [];
  for (const { letter, box } of drawn) {
    const line = lines.at(-1);
    if (line && (upright || Math.abs(line.box.top - box.top) < box.height / 2)) Object.assign(line, { text: line.text + letter, box: union(line.box, box) });
    else lines.push({ text: letter, box });
  }
  const cased = style.textTransform === 'uppercase' ? (text: string): string => text.toUpperCase() : (text: string): string => text;
  return lines.map(({ text, box }) => place(cased(text), box)).filter(({ text }) => text.trim() !== '');
}

function drawnLetters(node: Text): { letter: string; box: DOMRect }[] {
  const range = document.createRange();
  const found: { letter: string; box: DOMRect }[] = [];
  let at = 0;
  for (const letter of node.data) {
    range.setStart(node, at);
    range.setEnd(node, (at += letter.length));
    const box = range.getClientRects()[0];
    const space = /\s/.test(letter);
    if (box && (box.width > 0 || !space)) found.push({ letter: space ? ' ' : letter, box });
  }
  return found;
}

export function union(a: DOMRect, b: DOMRect): DOMRect {
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  return new DOMRect(left, top, Math.max(a.right, b.right) - left, Math.max(a.bottom, b.bottom) - top);
}

/** Breaks a text into lines of at most `width` pixels, at its spaces. */
export function wrapWords(text: string, width: number, style: CSSStyleDeclaration, size: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measureText(longer, style, size).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
