import type { CalibrationFigures, ReliabilityBin } from '../core/evaluation.ts';
import { shareOf } from './confusion.ts';

/** Bins of equal width between 0 and 1. */
export const reliabilityBins = 15;

/**
 * Reliability diagram and expected calibration error over 15 bins of the highest probability: the mean gap between it and
 * the accuracy, weighed by rows. Guo, Pleiss, Sun and Weinberger, “On calibration of modern neural networks”, ICML 2017.
 */
export class Calibration {
  readonly #edges = Array.from({ length: reliabilityBins + 1 }, (_, edge) => edge * (1 / reliabilityBins));
  readonly #rows = new Int32Array(reliabilityBins);
  readonly #right = new Int32Array(reliabilityBins);
  readonly #sums = new Float64Array(reliabilityBins);

  /** @param confidence the highest probability of a row, 0–1. */
  add(confidence: number, isRight: boolean): void {
    // The product may be off by a bit where the edge is not: an edge belongs to the bin below it.
    let bin = Math.min(reliabilityBins - 1, Math.max(0, Math.ceil(confidence * reliabilityBins) - 1));
    if (bin > 0 && confidence <= this.#edges[bin]!) bin--;
    else if (bin < reliabilityBins - 1 && confidence > this.#edges[bin + 1]!) bin++;
    this.#rows[bin]!++;
    this.#sums[bin]! += confidence;
    if (isRight) this.#right[bin]!++;
  }

  figures(): CalibrationFigures {
    const bins = Array.from(this.#rows, (rows, bin): ReliabilityBin => ({
      from: this.#edges[bin]!, to: bin === reliabilityBins - 1 ? 1 : this.#edges[bin + 1]!, rows,
      confidence: rows === 0 ? null : this.#sums[bin]! / rows,
      accuracy: shareOf(this.#right[bin]!, rows),
    }));
    const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
    const weighed = (gap: (excess: number) => number): number | null =>
      rows === 0 ? null : bins.reduce((sum, bin) => sum + (bin.rows === 0 ? 0 : (gap(bin.confidence! - bin.accuracy.value!) * bin.rows) / rows), 0);
    return { rows, ece: weighed(Math.abs), excess: weighed((excess) => excess), bins };
  }
}
