/**
 * How many rows each pair of labels gives up: the calibrated counts transposed, each diagonal raised to at least 1
 * at the cost of its column's other counts, then cut to whole numbers. As cleanlab's `_keep_at_least_n_per_class`
 * with n = 1, which divides the rise by the number of non-zero counts in the column less one.
 *
 * @param counts calibrated, K × K, given × suggested.
 * @returns K × K, suggested × given.
 */
export function pruneCounts(counts: Int32Array, classes: number): Int32Array {
  const prune = new Int32Array(classes * classes);
  for (let given = 0; given < classes; given++) {
    const own = counts[given * classes + given]!;
    let nonZero = 0;
    for (let j = 0; j < classes; j++) if (counts[given * classes + j] !== 0) nonZero++;
    const cost = (Math.max(own, 1) - own) / Math.max(1, nonZero - 1);
    for (let j = 0; j < classes; j++) {
      const count = counts[given * classes + j]!;
      if (j === given) prune[j * classes + given] = Math.max(own, 1);
      else if (count > 0) prune[j * classes + given] = Math.max(0, Math.trunc(count - cost));
    }
  }
  return prune;
}
