/** How well a ranking finds what it looks for: the area under its ROC curve and its average precision. */
export interface Ranking {
  readonly auroc: number;
  readonly averagePrecision: number;
}

/** Ranks by the lowest score first; of equal scores in order of position (average rank for the area). */
export function judgeRanking(scores: Float64Array, wanted: readonly boolean[]): Ranking {
  const order = Uint32Array.from(scores, (_score, index) => index).sort((a, b) => scores[a]! - scores[b]! || a - b);
  let found = 0;
  let precisions = 0;
  order.forEach((index, place) => { if (wanted[index]) precisions += ++found / (place + 1); });
  let rankSum = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    for (let place = from; place < to; place++) if (wanted[order[place]!]) rankSum += order.length - (from + to - 1) / 2;
  }
  return { auroc: (rankSum - (found * (found + 1)) / 2) / (found * (order.length - found)), averagePrecision: precisions / found };
}
