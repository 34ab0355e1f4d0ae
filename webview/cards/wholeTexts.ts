import type { Host } from '../host.ts';

/** Windows cut texts at this length. */
const cutLength = 400;
const mostKept = 300;
const mostAsked = 3;

/** Texts longer than what a window brings, asked for row by row while they are in sight, and kept for a while. */
export class WholeTexts {
  readonly #host: Host;
  readonly #changed: () => void;
  /** null while a row is being asked for. */
  readonly #rows = new Map<number, ReadonlyMap<string, string | null> | null>();
  #epoch = -1;
  #asking = 0;
  /** Counts answers: what was drawn before one may be longer now. */
  version = 0;

  /** `changed` is called when texts have arrived. */
  constructor(host: Host, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** The whole text of a cell; as long as it is not known, what the window has of it. */
  text(row: number, column: string, shown: string, epoch: number): string {
    if (shown.length <= cutLength) return shown;
    if (epoch !== this.#epoch) {
      this.#rows.clear();
      this.#epoch = epoch;
    }
    const known = this.#rows.get(row);
    if (known === undefined && this.#asking < mostAsked) this.#ask(row);
    return known?.get(column) ?? shown;
  }

  #ask(row: number): void {
    this.#asking++;
    this.#rows.set(row, null);
    const done = (texts: ReadonlyMap<string, string | null>): void => {
      this.#asking--;
      this.#rows.set(row, texts);
      for (const oldest of this.#rows.keys()) {
        if (this.#rows.size <= mostKept) break;
        this.#rows.delete(oldest);
      }
      this.version++;
      this.#changed();
    };
    // What cannot be read stays cut; the inspector says why when the row is selected.
    this.#host.call('row', { row }).then((detail) => done(new Map(detail.cells.map(({ column, text }) => [column, text]))), () => done(new Map()));
  }
}
