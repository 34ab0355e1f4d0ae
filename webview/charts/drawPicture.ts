import { fontOf, paint, plainShape, svgPart, svgSpace, xmlText } from './pictureShapes.ts';
import { measureText, placedLines, union, wrapWords } from './pictureText.ts';

export interface Picture {
  /** A whole SVG file, which needs nothing beside it. */
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export interface PictureWords {
  readonly title: string;
  /** Lines under the title: what it is made of. */
  readonly notes: readonly string[];
}

const margin = 16;
const titleSize = 14;
const noteSize = 11;
/** A heading is no narrower than this before it breaks. */
const leastHeading = 420;

/**
 * Draws what stands in an element, drawings and tables alike, as one SVG with real colours and fonts: what scrolls is
 * drawn whole, what is there for readers alone is left out. Only looks: the page is as it was afterwards.
 */
export function drawPicture(body: HTMLElement, { title, notes }: PictureWords): Picture {
  const back = unscroll(body);
  try {
    const drawing = new Drawing();
    drawing.children(body, drawing.parts);
    const box = drawing.box ?? body.getBoundingClientRect();
    return framed(drawing.parts, box, { title, notes }, getComputedStyle(body));
  } finally {
    back();
  }
}

function framed(parts: SVGElement, box: DOMRect, { title, notes }: PictureWords, style: CSSStyleDeclaration): Picture {
  const room = Math.max(leastHeading, box.width);
  const heading = [
    ...wrapWords(title, room, style, `${titleSize}px`).map((words) => ({ words, size: titleSize, weight: '600', opacity: 1 })),
    ...notes.flatMap((note) => wrapWords(note, room, style, `${noteSize}px`)).map((words) => ({ words, size: noteSize, weight: '400', opacity: 0.75 })),
  ];
  const top = margin + heading.reduce((sum, { size }) => sum + size + 5, 0) + 8;
  const widest = Math.max(box.width, ...heading.map(({ words, size }) => measureText(words, style, `${size}px`).width));
  const [width, height] = [Math.ceil(widest + 2 * margin), Math.ceil(top + box.height + margin)];
  const svg = svgPart('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  const name = svgPart('title');
  name.textContent = xmlText(title);
  svg.append(name, svgPart('rect', { width, height, ...(paint('fill', getComputedStyle(document.body).backgroundColor) ?? { fill: '#ffffff' }) }));
  let at = margin;
  for (const { words, size, weight, opacity } of heading) {
    const line = svgPart('text', {
      x: margin,
      y: (at += size),
      ...fontOf(style),
      'font-size': size,
      'font-weight': weight,
      ...paint('fill', style.color),
      opacity,
    });
    line.textContent = xmlText(words);
    svg.append(line);
    at += 5;
  }
  parts.setAttribute('transform', `translate(${(margin - box.left).toFixed(2)} ${(top - box.top).toFixed(2)})`);
  svg.append(parts);
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`, width, height };
}

class Drawing {
  readonly parts = svgPart('g');
  /** Around all that was drawn, in pixels of the window; null before anything was. */
  box: DOMRect | null = null;

  children(element: Element, into: SVGElement): void {
    for (const node of element.childNodes) {
      if (node instanceof Text) this.#text(node, element, into);
      else if (node instanceof SVGSVGElement) this.#drawn(node, into);
      else if (node instanceof HTMLElement) this.#element(node, into);
    }
  }

  #element(element: HTMLElement, into: SVGElement): void {
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden' || element.matches(leftOut)) return;
    const box = element.getBoundingClientRect();
    this.#ground(box, style, into);
    const hatched = hatch(box, style);
    if (hatched) into.append(hatched);
    const cut =
      style.overflowX === 'hidden' &&
      style.display !== 'inline' &&
      (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    this.children(element, cut ? into.appendChild(window(box)) : into);
  }

  #ground(box: DOMRect, style: CSSStyleDeclaration, into: SVGElement): void {
    const { left: x, top: y, width, height } = box;
    const fill = paint('fill', style.backgroundColor);
    if (fill && width > 0 && height > 0) {
      into.append(
        svgPart('rect', {
          x,
          y,
          width,
          height,
          ...fill,
          ...(parseFloat(style.borderTopLeftRadius) > 0 ? { rx: parseFloat(style.borderTopLeftRadius) } : {}),
        }),
      );
      this.#reach(box);
    }
    const line = (thick: string, colour: string, kind: string, x1: number, y1: number, x2: number, y2: number): void => {
      const stroke = kind === 'none' || parseFloat(thick) === 0 ? null : paint('stroke', colour);
      if (stroke) into.append(svgPart('line', { x1, y1, x2, y2, ...stroke, 'stroke-width': parseFloat(thick) }));
    };
    line(style.borderTopWidth, style.borderTopColor, style.borderTopStyle, x, y, box.right, y);
    line(style.borderBottomWidth, style.borderBottomColor, style.borderBottomStyle, x, box.bottom, box.right, box.bottom);
    line(style.borderLeftWidth, style.borderLeftColor, style.borderLeftStyle, x, y, x, box.bottom);
    line(style.borderRightWidth, style.borderRightColor, style.borderRightStyle, box.right, y, box.right, box.bottom);
  }

  #text(node: Text, parent: Element, into: SVGElement): void {
    if (node.data.trim() === '') return;
    const style = getComputedStyle(parent);
    const fill = paint('fill', style.color);
    if (!fill) return;
    for (const { text, x, y, box, upright } of placedLines(node, style)) {
      const place: Record<string, string | number> = upright ? { transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(-90)` } : { x, y };
      const line = svgPart('text', { ...place, ...fontOf(style), ...fill, ...(style.opacity !== '1' && { opacity: style.opacity }) });
      line.setAttributeNS('http://www.w3.org/XML/1998/namespace', 'xml:space', 'preserve');
      line.textContent = xmlText(text);
      into.append(line);
      this.#reach(box);
    }
  }

  #drawn(drawing: SVGSVGElement, into: SVGElement): void {
    const style = getComputedStyle(drawing);
    const box = drawing.getBoundingClientRect();
    if (style.display === 'none' || box.width === 0) return;
    const { x, y, width, height } = drawing.viewBox.baseVal;
    const frame = svgPart('svg', {
      x: box.left,
      y: box.top,
      width: box.width,
      height: box.height,
      viewBox: `${x} ${y} ${width || box.width} ${height || box.height}`,
      overflow: 'visible',
    });
    for (const child of drawing.children) {
      const copy = plainShape(child);
      if (copy) frame.append(copy);
    }
    into.append(frame);
    this.#reach(box);
  }

  #reach(box: DOMRect): void {
    this.box = this.box ? union(this.box, box) : box;
  }
}

/** What is there for readers alone, and buttons that are no part of the chart. */
const leftOut = '.sr, vscode-button';

/** The hatching of a box whose ground is repeated stripes at 135°, the colour of which comes last; null where it has none. */
function hatch({ left, top, width, height }: DOMRect, { backgroundImage }: CSSStyleDeclaration): SVGElement | null {
  const stripes = /^repeating-linear-gradient\(135deg, .* (\S+\(.*\)) [\d.]+px, \S+\(.*\) ([\d.]+)px\)$/.exec(backgroundImage);
  const stroke = stripes ? paint('stroke', stripes[1]!) : null;
  if (!stripes || !stroke) return null;
  // Along the edge of the box, stripes are farther apart than across them.
  const step = Number(stripes[2]) * Math.SQRT2;
  const lines: string[] = [];
  for (let at = step; at < width + height; at += step) {
    lines.push(
      `M${(left + Math.min(at, width)).toFixed(2)} ${(top + Math.max(0, at - width)).toFixed(2)}L${(left + Math.max(0, at - height)).toFixed(2)} ${(top + Math.min(at, height)).toFixed(2)}`,
    );
  }
  return svgPart('path', { d: lines.join(''), ...stroke, fill: 'none' });
}

/** A part that shows no more than its box. */
function window({ left: x, top: y, width, height }: DOMRect): SVGElement {
  const part = document.createElementNS(svgSpace, 'svg');
  for (const [key, value] of Object.entries({ x, y, width, height })) part.setAttribute(key, String(value));
  part.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
  return part;
}

/** What is scrolled away is drawn at its place from the start; returns what scrolls back. */
function unscroll(body: HTMLElement): () => void {
  const moved = [...body.querySelectorAll('*')]
    .filter(({ scrollLeft, scrollTop }) => scrollLeft !== 0 || scrollTop !== 0)
    .map((element) => ({ element, left: element.scrollLeft, top: element.scrollTop }));
  for (const { element } of moved) element.scrollTo({ left: 0, top: 0, behavior: 'instant' });
  return () => moved.forEach(({ element, left, top }) => element.scrollTo({ left, top, behavior: 'instant' }));
}
