import { make } from './box.ts';
import { scrollOfTop, topOfScroll, verticalScale, type VerticalScale } from './geometry.ts';

export interface ScrollerOptions {
  /** What the rows are to a screen reader. */
  readonly role: 'grid' | 'listbox';
  /** Draws what is in sight; called at most once a frame. */
  readonly paint: () => void;
  /** The size of the view has changed. */
  readonly resized: () => void;
}

/** One line and one page of a wheel that does not count in pixels. */
const wheelLine = 40;

/**
 * Scrolls any number of rows of one height. A spacer gives the native scrollbars their length; a layer that stays in
 * sight is what is drawn on. `top` is the truth in pixels of the rows, the scrollbar its shadow (see geometry.ts).
 */
export class Scroller {
  readonly element: HTMLElement;
  /** What is drawn on: as large as the view, and in it wherever the rows are. */
  readonly layer: HTMLElement;
  readonly #spacer: HTMLElement;
  readonly #options: ScrollerOptions;
  #rowHeight: number;
  #headerHeight: number;
  #rowCount = 0;
  #contentWidth = 0;
  #scale: VerticalScale = verticalScale(0, 1, 0, 0);
  #top = 0;
  /** Where we last put the native scrollbar: anything else was put there by a person. */
  #shadow = 0;
  /** `top` has moved and the native scrollbar has not. */
  #shadowLags = false;
  #frame = 0;
  #width = 0;
  #height = 0;

  constructor(parent: Element, rowHeight: number, headerHeight: number, options: ScrollerOptions) {
    this.#options = options;
    this.#rowHeight = rowHeight;
    this.#headerHeight = headerHeight;
    this.element = make(parent, 'rows-scroller', options.role);
    this.element.setAttribute('aria-label', 'Rows');
    this.element.setAttribute('aria-multiselectable', 'true');
    this.element.tabIndex = 0;
    this.#spacer = make(this.element, 'rows-spacer', 'presentation');
    this.layer = make(this.#spacer, 'rows-layer', 'presentation');
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.element.addEventListener('wheel', (event) => this.#wheeled(event), { passive: false });
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  get top(): number {
    return this.#top;
  }

  get left(): number {
    return this.element.scrollLeft;
  }

  get scale(): VerticalScale {
    return this.#scale;
  }

  /** Size of the view without scrollbars; 0 while it is not in the page. */
  get viewWidth(): number {
    return this.#width;
  }

  get viewHeight(): number {
    return this.#height;
  }

  get rowHeight(): number {
    return this.#rowHeight;
  }

  /** Sets what there is to scroll. The place in the rows stays as long as there are rows there. */
  setExtent(rowCount: number, contentWidth: number, rowHeight = this.#rowHeight): void {
    if (rowCount === this.#rowCount && contentWidth === this.#contentWidth && rowHeight === this.#rowHeight) return;
    if (rowHeight !== this.#rowHeight) this.#top = (this.#top / this.#rowHeight) * rowHeight;
    this.#rowCount = rowCount;
    this.#contentWidth = contentWidth;
    this.#rowHeight = rowHeight;
    this.#measure();
  }

  scrollTo(top: number): void {
    this.#top = Math.max(0, Math.min(this.#scale.maxTop, top));
    this.#shadowLags = true;
    this.schedule();
  }

  scrollToLeft(left: number): void {
    if (left === this.element.scrollLeft) return;
    this.element.scrollLeft = left;
    this.schedule();
  }

  schedule(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      // Once a frame and before anything is written: moving the scrollbar has the browser lay out what has changed.
      if (this.#shadowLags) this.#moveShadow();
      if (this.#height > 0) this.#options.paint();
    });
  }

  #measure(): void {
    const { clientHeight } = this.element;
    this.#scale = verticalScale(this.#rowCount, this.#rowHeight, this.#headerHeight, clientHeight);
    this.#spacer.style.height = `${this.#scale.spacer + this.#headerHeight}px`;
    this.#spacer.style.width = `${this.#contentWidth}px`;
    // A scrollbar may have come or gone with the new spacer, so the view is measured after it.
    const width = this.element.clientWidth;
    const height = this.element.clientHeight;
    if (height !== clientHeight) this.#scale = verticalScale(this.#rowCount, this.#rowHeight, this.#headerHeight, height);
    const changed = width !== this.#width || height !== this.#height;
    this.#width = width;
    this.#height = height;
    if (height === 0) return;
    this.layer.style.width = `${width}px`;
    this.layer.style.height = `${height}px`;
    this.#top = Math.min(this.#top, this.#scale.maxTop);
    this.#moveShadow();
    if (changed) this.#options.resized();
    this.schedule();
  }

  #moveShadow(): void {
    this.#shadowLags = false;
    const wanted = scrollOfTop(this.#scale, this.#top);
    if (Math.abs(wanted - this.element.scrollTop) >= 1 || wanted === 0) this.element.scrollTop = wanted;
    this.#shadow = this.element.scrollTop;
  }

  #scrolled(): void {
    const { scrollTop } = this.element;
    // A scroll that the browser made of rows that went is told late: by then a place among others may have been asked for.
    if (!this.#shadowLags && Math.abs(scrollTop - this.#shadow) >= 0.5) {
      this.#shadow = scrollTop;
      this.#top = topOfScroll(this.#scale, scrollTop);
    }
    this.schedule();
  }

  /** Where a pixel of the scrollbar is many of the rows, the wheel moves the rows themselves. */
  #wheeled(event: WheelEvent): void {
    if (this.#scale.factor <= 1 || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? wheelLine : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.#scale.body : 1;
    if (event.deltaX !== 0) this.element.scrollLeft += event.deltaX * unit;
    this.scrollTo(this.#top + event.deltaY * unit);
  }
}
