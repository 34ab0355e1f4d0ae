interface Sample {
  readonly fraction: number;
  /** In milliseconds. */
  readonly at: number;
}

/** Speed is told from this stretch of time, and not before it has been watched for the shorter one; in milliseconds. */
const watched = 12_000;
const shortest = 2_000;
/** Samples closer together than this tell nothing more. */
const apart = 100;
/** The speeds of the older and the newer half differ by less than this where the speed is steady. */
const steady = 1.7;

/** Tells from how a fraction grows how long the rest takes; nothing while it grows unevenly. */
export class TimeLeft {
  #samples: Sample[] = [];

  /** `at`: milliseconds of any clock. A fraction that falls begins another piece of work. */
  add(fraction: number, at: number): void {
    const last = this.#samples.at(-1);
    if (last && fraction < last.fraction) this.#samples = [];
    else if (last && at - last.at < apart) return;
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= watched), { fraction, at }];
  }

  /** Seconds until the fraction is 1; null while nobody can tell. */
  get seconds(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at - first.at < shortest) return null;
    const middle = this.#samples.find(({ at }) => at - first.at >= (last.at - first.at) / 2)!;
    const [older, newer] = [speed(first, middle), speed(middle, last)];
    if (!(older > 0) || !(newer > 0) || Math.max(older, newer) / Math.min(older, newer) > steady) return null;
    return (1 - last.fraction) / speed(first, last) / 1000;
  }
}

/** Fraction per millisecond. */
const speed = (from: Sample, to: Sample): number => (to.fraction - from.fraction) / (to.at - from.at);

/** “20 s left”, in steps that do not flicker. */
export function timeLeftWords(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.ceil(seconds))} s left`;
  if (seconds < 90) return `${Math.ceil(seconds / 5) * 5} s left`;
  if (seconds < 90 * 60) return `${Math.ceil(seconds / 60)} min left`;
  return `${Math.ceil(seconds / 3600)} h left`;
}
