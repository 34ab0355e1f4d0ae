/**
 * What a page notes while a gesture is carried out: how long frames took, and what the rows showed in each of them.
 * It is bundled and put into a page before the page's own script, as `window.bench`.
 */

/** Where a grid keeps what is measured: selectors within the page. */
export interface GridNames {
  readonly scroller: string;
  /** A row in sight; `aria-rowindex` is its position + 2. */
  readonly row: string;
  readonly cell: string;
  readonly hidden: string;
  /** Attribute or class that cells without data have; without one, they are empty. */
  readonly pending: string;
}

export interface Recording {
  /** Milliseconds from each frame to the next. */
  readonly frames: readonly number[];
  /** Tasks that kept the page from answering for more than 50 ms. */
  readonly longTasks: number;
}

/** Rows in sight, summed over frames. */
export interface RowsShown {
  readonly frames: number;
  readonly rows: number;
  /** Rows without text whose data had been delivered before the frame began. */
  readonly blank: number;
  /** Frames that had such rows. */
  readonly blankFrames: number;
  /** The longest run of such frames. */
  readonly longestBlank: number;
  /** Rows without text whose data was still on its way. */
  readonly waiting: number;
}

type Step = (frame: number) => boolean;

class Recorder {
  readonly #names: GridNames;
  /** When the cells of a column of a hundred rows have come, since `watch`: those before may have been let go of. */
  readonly #delivered = new Map<string, number>();
  #firstPaint: number | null = null;
  #stopped = false;
  #running: Promise<Recording> | null = null;
  #seen: RowsShown | null = null;

  constructor(names: GridNames) {
    this.#names = names;
    this.#awaitFirstPaint();
  }

  /** Milliseconds from navigation to the first frame that showed a row's text. */
  get firstPaint(): number | null {
    return this.#firstPaint;
  }

  /** Says that rows [from, to) have come, of columns counted from 0. */
  deliver(from: number, to: number, columns: readonly number[]): void {
    for (let page = Math.floor(from / 100); page * 100 < to; page++) for (const column of columns) this.#delivered.set(`${page} ${column}`, performance.now());
  }

  /** One wheel event a frame: `delta` pixels at first, `decay` times as many in each later frame. */
  wheel(delta: number, decay: number, frames: number, sideways = false): Promise<Recording> {
    const scroller = this.#scroller();
    return this.#frames((frame) => {
      const pixels = delta * decay ** frame;
      if (sideways) scroller.scrollLeft += pixels;
      else scroller.dispatchEvent(new WheelEvent('wheel', { deltaY: pixels, bubbles: true, cancelable: true }));
      return frame < frames;
    });
  }

  /** The scrollbar is dragged to a share of its way, faster in the middle than at the ends. */
  drag(share: number, frames: number, sideways = false): Promise<Recording> {
    const scroller = this.#scroller();
    const way = sideways ? scroller.scrollWidth - scroller.clientWidth : scroller.scrollHeight - scroller.clientHeight;
    const from = sideways ? scroller.scrollLeft : scroller.scrollTop;
    return this.#frames((frame) => {
      const done = Math.min(1, frame / frames);
      const place = from + (way * share - from) * (done * done * (3 - 2 * done));
      if (sideways) scroller.scrollLeft = place;
      else scroller.scrollTop = place;
      return frame < frames;
    });
  }

  /** Notes frames until `stop` is called: for gestures that come from outside of the page. */
  start(): void {
    this.#stopped = false;
    this.#running = this.#frames(() => !this.#stopped);
  }

  async stop(): Promise<Recording> {
    this.#stopped = true;
    return this.#running ?? { frames: [], longTasks: 0 };
  }

  /** Looks at the rows of each frame until `stopWatching`. It costs time, so that frames are not timed meanwhile. */
  watch(): void {
    const seen = { frames: 0, rows: 0, blank: 0, blankFrames: 0, longestBlank: 0, waiting: 0 };
    let run = 0;
    this.#delivered.clear();
    const look = (): void => {
      if (this.#seen !== seen) return;
      const began = performance.now();
      // After the frame's own callbacks, before the next frame.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const { rows, blank, waiting } = this.#look(began);
        run = blank > 0 ? run + 1 : 0;
        seen.frames++;
        seen.rows += rows;
        seen.blank += blank;
        seen.waiting += waiting;
        seen.blankFrames += blank > 0 ? 1 : 0;
        seen.longestBlank = Math.max(seen.longestBlank, run);
      };
      channel.port2.postMessage(null);
      requestAnimationFrame(look);
    };
    this.#seen = seen;
    requestAnimationFrame(look);
  }

  stopWatching(): RowsShown {
    const seen = this.#seen ?? { frames: 0, rows: 0, blank: 0, blankFrames: 0, longestBlank: 0, waiting: 0 };
    this.#seen = null;
    return seen;
  }

  #look(before: number): { rows: number; blank: number; waiting: number } {
    const { row, cell, hidden, pending } = this.#names;
    let rows = 0;
    let blank = 0;
    let waiting = 0;
    for (const element of document.querySelectorAll(row)) {
      if (element.matches(hidden)) continue;
      rows++;
      const cells = [...element.querySelectorAll(cell)].filter((one) => !one.matches(hidden));
      const empty = cells.filter((one) => (pending === '' ? one.textContent === '' : one.matches(pending)));
      if (empty.length === 0) continue;
      const page = Math.floor((Number(element.getAttribute('aria-rowindex')) - 2) / 100);
      if (empty.some((one) => (this.#delivered.get(`${page} ${Number(one.getAttribute('aria-colindex')) - 2}`) ?? Infinity) < before)) blank++;
      else waiting++;
    }
    return { rows, blank, waiting };
  }

  async #frames(step: Step): Promise<Recording> {
    let longTasks = 0;
    const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length));
    observer.observe({ type: 'longtask' });
    const frames: number[] = [];
    await new Promise<void>((done) => {
      let last = 0;
      let count = 0;
      const tick = (now: number): void => {
        if (last > 0) frames.push(now - last);
        last = now;
        if (step(count++)) requestAnimationFrame(tick);
        else done();
      };
      requestAnimationFrame(tick);
    });
    observer.disconnect();
    return { frames, longTasks };
  }

  #scroller(): Element {
    return document.querySelector(this.#names.scroller)!;
  }

  #awaitFirstPaint(): void {
    const { row, cell, pending } = this.#names;
    const look = (): void => {
      const shown = [...document.querySelectorAll(`${row} ${cell}`)].some((one) => one.textContent !== '' && (pending === '' || !one.matches(pending)));
      if (shown) this.#firstPaint = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }
}

declare global {
  interface Window {
    benchNames: GridNames;
    bench: Recorder;
  }
}

window.bench = new Recorder(window.benchNames);
