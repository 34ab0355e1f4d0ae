import type { HistogramBin } from '../core/profile.ts';
import type { BinEdges } from './histogram.ts';

/** Numbers in ascending order, and how often each occurs. */
export class Weighted {
  readonly #values: readonly number[];
  readonly #weights: readonly number[];
  readonly total: number;

  constructor(values: readonly number[], weights: readonly number[]) {
    this.#values = values;
    this.#weights = weights;
    this.total = weights.reduce((sum, weight) => sum + weight, 0);
  }

  get low(): number | undefined {
    return this.#values[0];
  }

  get high(): number | undefined {
    return this.#values.at(-1);
  }

  /** Undefined where there is no number, or the sum of them is beyond a double. */
  get mean(): number | undefined {
    const mean = this.#sum((value) => value) / this.total;
    return Number.isFinite(mean) ? mean : undefined;
  }

  /** That of a sample; undefined of fewer than two numbers. */
  get standardDeviation(): number | undefined {
    const { mean } = this;
    if (mean === undefined || this.total < 2) return undefined;
    const deviation = Math.sqrt(this.#sum((value) => (value - mean) ** 2) / (this.total - 1));
    return Number.isFinite(deviation) ? deviation : undefined;
  }

  /** Of an even number of values, what lies between the two in the middle. */
  get median(): number | undefined {
    const [lower, upper] = [this.#at(Math.floor((this.total - 1) / 2)), this.#at(Math.floor(this.total / 2))];
    return lower === undefined || upper === undefined ? undefined : lower + (upper - lower) / 2;
  }

  /** The smallest number that at least this share of them do not exceed. */
  quantile(share: number): number | undefined {
    return this.#at(Math.max(0, Math.ceil(share * this.total) - 1));
  }

  bins({ low, width, bins, first, last }: BinEdges): HistogramBin[] {
    const start = (bin: number): number => low + bin * width;
    const counts = new Array<number>(bins).fill(0);
    let bin = 0;
    for (const [place, value] of this.#values.entries()) {
      while (bin < bins - 1 && value >= start(bin + 1)) bin++;
      counts[bin]! += this.#weights[place]!;
    }
    return counts.map((count, each) => ({ from: each === 0 ? first : start(each), to: each === bins - 1 ? last : start(each + 1), count }));
  }

  #at(place: number): number | undefined {
    let before = 0;
    return this.#values.find((_, index) => (before += this.#weights[index]!) > place);
  }

  #sum(of: (value: number) => number): number {
    return this.#values.reduce((sum, value, index) => sum + of(value) * this.#weights[index]!, 0);
  }
}
