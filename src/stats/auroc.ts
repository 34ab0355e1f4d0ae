/**
 * Area under the ROC curve: the probability that a row of class 1 scores above one of class 0, ties counting half
 * (Mann–Whitney's U over the number of pairs). NaN where a class has no row.
 */
export function auroc(scores: ArrayLike<number>, classes: ArrayLike<number>): number {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let among = 0;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) among += classes[order[to++]!]! === 1 ? 1 : 0;
    rankSum += (among * (from + 1 + to)) / 2;
    positives += among;
    from = to;
  }
  const negatives = scores.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
