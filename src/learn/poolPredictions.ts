/** Probabilities of several models for the same rows, rows × classes each. */
export type Sources = readonly Float32Array[];

/** How much each of several models has to say, and what that comes to. */
export interface Pool {
  /** A power for each model's probabilities, from 0. */
  readonly weights: readonly number[];
  /** ln of what stands for no model at all: the classes' shares of the rows, to a power of their own. */
  readonly constant: Float64Array;
  /** Mean log loss of what they say together. */
  readonly logLoss: number;
}

const leastProbability = 1e-7;
const mostWeight = 4;
/** Probabilities that weights are found by; of more rows, those at even distances tell as much. */
const enoughProbabilities = 1_000_000;
const rounds = 12;
const halvings = 4;
const converged = 1e-4;

/**
 * The logarithmic opinion pool (Heskes, Selecting weighting factors in logarithmic opinion pools, 1998): probabilities
 * to powers of their own, multiplied and scaled to sum 1, with the powers of the least log loss. The classes' shares are
 * one more model, so that one that knows nothing is not heeded. The loss is convex in the powers, which are found one
 * after another by Newton's steps.
 * @param rows those to judge by, with labels
 */
export function fitPool(sources: Sources, labels: Int32Array, rows: Uint32Array, classCount: number): Pool {
  const every = Math.max(1, Math.ceil((rows.length * classCount) / enoughProbabilities));
  const judged = rows.filter((_, place) => place % every === 0);
  const shares = logarithmsOfShares(labels, rows, classCount);
  const logs = [
    ...sources.map((source) => logarithmsOf(source, judged, classCount)),
    Float32Array.from({ length: judged.length * classCount }, (_, at) => shares[at % classCount]!),
  ];
  const given = Int32Array.from(judged, (row) => labels[row]!);
  let weights = logs.map((_, place) => (place < sources.length ? 1 / sources.length : 0));
  let state = judge(logs, weights, given, classCount);
  for (let round = 0; round < rounds; round++) {
    const before = state.logLoss;
    for (let own = 0; own < logs.length; own++) {
      let step = state.curvature[own]! > 0 ? -state.slope[own]! / state.curvature[own]! : 0;
      for (let halving = 0; halving < halvings && step !== 0; halving++, step /= 2) {
        const tried = weights.map((weight, place) => (place === own ? Math.min(mostWeight, Math.max(0, weight + step)) : weight));
        const next = judge(logs, tried, given, classCount);
        if (next.logLoss >= state.logLoss) continue;
        [weights, state] = [tried, next];
        break;
      }
    }
    if (before - state.logLoss < converged * before) break;
  }
  return { weights: weights.slice(0, -1), constant: shares.map((share) => share * weights.at(-1)!), logLoss: state.logLoss };
}

/** What models say together, written to `into`, which may be one of them. */
export function poolPredictions(sources: Sources, { weights, constant }: Pool, into: Float32Array): void {
  const classCount = constant.length;
  const scores = new Float64Array(classCount);
  for (let start = 0; start < into.length; start += classCount) {
    let most = -Infinity;
    for (let label = 0; label < classCount; label++) {
      let score = constant[label]!;
      for (let own = 0; own < sources.length; own++) score += weights[own]! * Math.log(Math.max(leastProbability, sources[own]![start + label]!));
      scores[label] = score;
      if (score > most) most = score;
    }
    let sum = 0;
    for (let label = 0; label < classCount; label++) sum += scores[label] = Math.exp(scores[label]! - most);
    for (let label = 0; label < classCount; label++) into[start + label] = scores[label]! / sum;
  }
}

function logarithmsOfShares(labels: Int32Array, rows: Uint32Array, classCount: number): Float64Array {
  const counts = new Float64Array(classCount);
  for (const row of rows) counts[labels[row]!]!++;
  return counts.map((count) => Math.log(Math.max(leastProbability, count / rows.length)));
}

function logarithmsOf(source: Float32Array, rows: Uint32Array, classCount: number): Float32Array {
  const logs = new Float32Array(rows.length * classCount);
  rows.forEach((row, place) => {
    for (let label = 0; label < classCount; label++) logs[place * classCount + label] = Math.log(Math.max(leastProbability, source[row * classCount + label]!));
  });
  return logs;
}

interface Judged {
  readonly logLoss: number;
  /** First and second derivative of the loss by each weight. */
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
}

function judge(logs: readonly Float32Array[], weights: readonly number[], given: Int32Array, classCount: number): Judged {
  const slope = new Float64Array(weights.length);
  const curvature = new Float64Array(weights.length);
  const shares = new Float64Array(classCount);
  let loss = 0;
  given.forEach((own, row) => {
    const start = row * classCount;
    let most = -Infinity;
    for (let label = 0; label < classCount; label++) {
      let score = 0;
      for (let source = 0; source < weights.length; source++) score += weights[source]! * logs[source]![start + label]!;
      shares[label] = score;
      if (score > most) most = score;
    }
    let sum = 0;
    const ownScore = shares[own]! - most;
    for (let label = 0; label < classCount; label++) sum += shares[label] = Math.exp(shares[label]! - most);
    loss += Math.log(sum) - ownScore;
    for (let source = 0; source < weights.length; source++) {
      let mean = 0;
      let squares = 0;
      for (let label = 0; label < classCount; label++) {
        const log = logs[source]![start + label]!;
        mean += shares[label]! * log;
        squares += shares[label]! * log * log;
      }
      mean /= sum;
      slope[source]! += mean - logs[source]![start + own]!;
      curvature[source]! += squares / sum - mean * mean;
    }
  });
  const count = Math.max(1, given.length);
  return { logLoss: loss / count, slope: slope.map((each) => each / count), curvature: curvature.map((each) => each / count) };
}
