/** A threshold that no probability reaches: of a class without rows. */
export const unreachable = 2;
/** A threshold is at least this: twice the tolerance of comparisons, so that it exceeds it. */
const leastThreshold = 2e-6;

/** Mean self-confidence of each class, summed with Neumaier's correction (ZAMM 54, 1974). */
export class ClassMeans {
  private readonly counts: Int32Array;
  private readonly sums: Float64Array;
  private readonly corrections: Float64Array;

  constructor(classes: number) {
    this.counts = new Int32Array(classes);
    this.sums = new Float64Array(classes);
    this.corrections = new Float64Array(classes);
  }

  add(label: number, p: number): void {
    const sum = this.sums[label]!;
    const next = sum + p;
    this.corrections[label]! += sum >= p ? sum - next + p : p - next + sum;
    this.sums[label] = next;
    this.counts[label]!++;
  }

  thresholds(): { readonly labelCounts: Int32Array; readonly thresholds: Float64Array } {
    const thresholds = this.sums.map((sum, k) =>
      this.counts[k] === 0 ? unreachable : Math.max(leastThreshold, (sum + this.corrections[k]!) / this.counts[k]!),
    );
    return { labelCounts: this.counts, thresholds };
  }
}
