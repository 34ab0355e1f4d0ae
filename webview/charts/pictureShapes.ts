import { plainColour } from './pictureColours.ts';

export const svgSpace = 'http://www.w3.org/2000/svg';

/** Parts of a drawing that a picture may hold, and what of them is taken over. Nothing that loads, links or runs is among them. */
const kept = new Set(['g', 'rect', 'line', 'path', 'circle', 'ellipse', 'polyline', 'polygon', 'text', 'tspan', 'title']);
const places = [
  'x',
  'y',
  'x1',
  'y1',
  'x2',
  'y2',
  'dx',
  'dy',
  'cx',
  'cy',
  'r',
  'rx',
  'ry',
  'width',
  'height',
  'd',
  'points',
  'transform',
  'text-anchor',
  'dominant-baseline',
];

/** An element of a picture. Attributes that are numbers are written in hundredths of a pixel. */
export function svgPart(name: string, attributes: Readonly<Record<string, string | number>> = {}): SVGElement {
  const part = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  return part;
}

/** A text as XML may hold it: signs that it has no way to write become �. */
export function xmlText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

/** A fill or stroke as attributes; nothing where it cannot be seen. */
export function paint(kind: 'fill' | 'stroke', css: string): Record<string, string | number> | null {
  if (css === 'none' || css === '') return null;
  const { hex, opacity } = plainColour(css);
  if (opacity === 0) return null;
  return { [kind]: hex, ...(opacity < 1 ? { [`${kind}-opacity`]: opacity } : {}) };
}

/** A copy of a drawn element with the look that style sheets give it written at its shapes; null where nothing of it can be seen. */
export function plainShape(element: Element): SVGElement | null {
  const name = element.localName;
  if (!kept.has(name)) return null;
  if (name === 'title') return withText(svgPart('title'), element);
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden') return null;
  const look = name === 'g' ? {} : lookOf(style);
  if (look === null) return null;
  const part = svgPart(name, look);
  for (const place of places) {
    const value = element.getAttribute(place);
    if (value !== null) part.setAttribute(place, value);
  }
  if (style.opacity !== '1') part.setAttribute('opacity', style.opacity);
  if (name === 'text' || name === 'tspan') {
    Object.entries(fontOf(style)).forEach(([key, value]) => part.setAttribute(key, value));
    if (element.childElementCount === 0) return withText(part, element);
  }
  for (const child of element.children) {
    const copy = plainShape(child);
    if (copy) part.append(copy);
  }
  return name === 'g' && part.childElementCount === 0 ? null : part;
}

export function fontOf(style: CSSStyleDeclaration): Record<string, string> {
  const { fontFamily, fontSize, fontWeight, fontStyle } = style;
  return {
    'font-family': fontFamily,
    'font-size': fontSize,
    ...(fontWeight === '400' ? {} : { 'font-weight': fontWeight }),
    ...(fontStyle === 'normal' ? {} : { 'font-style': fontStyle }),
  };
}

function withText(part: SVGElement, from: Element): SVGElement {
  part.textContent = xmlText((from.textContent ?? '').trim());
  return part;
}

function lookOf(style: CSSStyleDeclaration): Record<string, string | number> | null {
  const fill = paint('fill', style.fill);
  const stroke = paint('stroke', style.stroke);
  if (!fill && !stroke) return null;
  const line = stroke
    ? {
        ...stroke,
        'stroke-width': style.strokeWidth,
        ...(style.strokeDasharray === 'none' ? {} : { 'stroke-dasharray': style.strokeDasharray }),
      }
    : {};
  return { ...(fill ?? { fill: 'none' }), ...line };
}
