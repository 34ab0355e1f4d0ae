/** Turns scores into probabilities, in place. */
export function softmax(scores: Float32Array | Float64Array): void {
  let highest = -Infinity;
  for (let index = 0; index < scores.length; index++) if (scores[index]! > highest) highest = scores[index]!;
  let total = 0;
  for (let index = 0; index < scores.length; index++) total += scores[index] = Math.exp(scores[index]! - highest);
  for (let index = 0; index < scores.length; index++) scores[index]! /= total;
}
