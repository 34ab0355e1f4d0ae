import type { ProbabilityBlock } from '../../learn/probabilityBlocks.ts';

/** A class and its probability. */
export interface LikelyLabel {
  readonly label: number;
  readonly probability: number;
}

/** The most probable classes of a row, most probable first, the first of equals first. */
export function likeliest(probabilities: ProbabilityBlock, limit: number): LikelyLabel[] {
  const found: LikelyLabel[] = [];
  for (let label = 0; label < probabilities.length; label++) {
    const probability = probabilities[label]!;
    if (found.length === limit && probability <= found[limit - 1]!.probability) continue;
    let place = found.length;
    while (place > 0 && found[place - 1]!.probability < probability) place--;
    found.splice(place, 0, { label, probability });
    if (found.length > limit) found.pop();
  }
  return found;
}

/** `.94`; what is rounded away is still told from nothing and from all. */
export function probabilityText(probability: number): string {
  if (probability > 0 && probability < 0.005) return '< .01';
  if (probability < 1 && probability >= 0.995) return '> .99';
  return probability.toFixed(2).replace(/^0/, '');
}
