/** Decisions that the pace is told from, and how many must have been made. */
const watched = 20;
const fewest = 5;
/** A longer pause is a break: it says nothing of the pace. In milliseconds. */
const longest = 60_000;

/** How fast decisions follow one another. */
export class Pace {
  #times: number[] = [];

  /** A decision was made at this time, in milliseconds of any clock. */
  note(at: number): void {
    this.#times = [...this.#times.slice(-watched), at];
  }

  /** Seconds a decision takes; null while there are too few. */
  get secondsEach(): number | null {
    if (this.#times.length < fewest + 1) return null;
    const pauses = this.#times.slice(1).map((at, index) => at - this.#times[index]!).filter((pause) => pause <= longest);
    return pauses.length < fewest ? null : pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length / 1000;
  }
}

/** “about 12 min left at this pace”; null while nobody can tell. */
export function leftWords(left: number, secondsEach: number | null): string | null {
  if (secondsEach === null || left === 0) return null;
  const seconds = left * secondsEach;
  const time =
    seconds < 55
      ? `${Math.max(5, Math.ceil(seconds / 5) * 5)} s`
      : seconds < 90 * 60
        ? `${Math.max(1, Math.round(seconds / 60))} min`
        : `${(seconds / 3600).toFixed(seconds < 36_000 ? 1 : 0)} h`;
  return `about ${time} left at this pace`;
}
