const most = 3;
/** Crashes further apart than this, in milliseconds, are not one series. */
const series = 2 * 60 * 1000;

/** How often the engine has stopped while a dataset was open: one that it cannot live with is not opened for ever. */
export class Crashes {
  #times: number[] = [];

  /** Notes one; true when it is one too many. */
  note(now = Date.now()): boolean {
    this.#times = [...this.#times.filter((time) => now - time < series), now];
    return this.#times.length >= most;
  }

  /** Somebody wants to try again. */
  forget(): void {
    this.#times = [];
  }
}
