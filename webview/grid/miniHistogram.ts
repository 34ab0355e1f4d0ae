import type { HeaderBar } from './headerFacts.ts';

const svg = 'http://www.w3.org/2000/svg';
const height = 20;

/** The small bars of a column's header. A bar says on hover what it counts, and is a way in to those rows. */
export class MiniHistogram {
  readonly element: SVGSVGElement;
  #bars: readonly HeaderBar[] = [];
  #width = 0;

  /** `add`: a modifier key was held, so that the bar joins those chosen before. */
  constructor(parent: Element, onPick: (bar: HeaderBar, add: boolean) => void) {
    this.element = document.createElementNS(svg, 'svg');
    this.element.setAttribute('class', 'grid-bars');
    this.element.setAttribute('aria-hidden', 'true');
    this.element.setAttribute('height', String(height));
    this.element.addEventListener('click', (event) => {
      const index = event.target instanceof SVGElement ? event.target.dataset.bar : undefined;
      const bar = index === undefined ? undefined : this.#bars[Number(index)];
      if (!bar?.filter) return;
      event.stopPropagation();
      onPick(bar, event.ctrlKey || event.metaKey || event.shiftKey);
    });
    parent.append(this.element);
  }

  draw(bars: readonly HeaderBar[], width: number): void {
    if (bars === this.#bars && width === this.#width) return;
    this.#bars = bars;
    this.#width = width;
    this.element.setAttribute('width', String(width));
    const step = width / Math.max(1, bars.length);
    this.element.replaceChildren(...bars.flatMap((bar, index) => {
      const tall = bar.height === 0 ? 0 : Math.max(1, bar.height * height);
      const shown = rectangle(index * step + 0.5, height - tall, Math.max(1, step - 1), tall, 'bar');
      const target = rectangle(index * step, 0, step, height, bar.filter ? 'target' : 'target still');
      target.dataset.bar = String(index);
      const title = document.createElementNS(svg, 'title');
      title.textContent = bar.words;
      target.append(title);
      return [shown, target];
    }));
  }
}

function rectangle(x: number, y: number, width: number, tall: number, className: string): SVGRectElement {
  const rect = document.createElementNS(svg, 'rect');
  for (const [name, value] of Object.entries({ x, y, width, height: tall })) rect.setAttribute(name, value.toFixed(2));
  rect.setAttribute('class', className);
  return rect;
}
