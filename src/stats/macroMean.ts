import type { ClassFigures, Share } from '../core/evaluation.ts';

/** Two of several estimates that rise and fall together; pairs that are not listed do not. */
export interface Correlated {
  readonly a: number;
  readonly b: number;
  /** −1 to 1. */
  readonly correlation: number;
}

/**
 * The mean of shares with its 95 % interval, which Wilson's intervals of the shares make together: MOVER, the “method of
 * variance estimates recovery”. Zou and Donner, “Construction of confidence limits about effect measures: a general
 * approach”, Statistics in Medicine 27, 2008; for binomial proportions Zou, Huang and Zhang, “A note on confidence interval
 * estimation for a linear function of binomial proportions”, Computational Statistics and Data Analysis 53, 2009. Unlike the
 * delta method and the bootstrap, it is not a single point where every row is right, and stays within 0 and 1. A share of
 * nothing counts as 0, as in scikit-learn, and may be anything: its interval is 0 to 1. In
 * simulations, 93 to 95 of 100 intervals of macro F1 hold the truth from some 40 rows a class on, 86 to 92 where classes have five.
 */
export function macroMean(shares: readonly Share[], correlated: readonly Correlated[] = []): Share {
  if (shares.length === 0) return { value: null, low: 0, high: 1 };
  const below = shares.map(({ value, low }) => (value ?? 0) - low);
  const above = shares.map(({ value, high }) => high - (value ?? 0));
  const mean = shares.reduce((sum, { value }) => sum + (value ?? 0), 0) / shares.length;
  const reach = (sides: readonly number[]): number => {
    const alone = sides.reduce((sum, side) => sum + side * side, 0);
    const together = correlated.reduce((sum, { a, b, correlation }) => sum + 2 * correlation * sides[a]! * sides[b]!, 0);
    return Math.sqrt(Math.max(0, alone + together)) / shares.length;
  };
  return { value: mean, low: Math.max(0, mean - reach(below)), high: Math.min(1, mean + reach(above)) };
}

/** Rows of a class that are taken for another one, or the other way round; `a` and `b` are places among the classes. */
export interface Confused {
  readonly a: number;
  readonly b: number;
  readonly rows: number;
}

/**
 * How the F1 of classes that are taken for each other go together: a row of one that is taken for the other lowers both. By
 * the delta method, var F = F (1 − F) (2 − F) / s and cov (F, G) = c F G / (s t), where s and t are the rows with the label
 * plus those predicted of either class and c the rows confused. Takahashi, Yamamoto, Kuchiba and Koyama, “Confidence interval
 * for micro-averaged F1 and macro-averaged F1 scores”, Applied Intelligence 52, 2022.
 */
export function f1Correlations(classes: readonly ClassFigures[], confused: readonly Confused[]): Correlated[] {
  const scale = ({ f1: { value }, support, predicted }: ClassFigures): number => value! / ((support + predicted) * (1 - value!) * (2 - value!));
  return confused.map(({ a, b, rows }) => ({ a, b, correlation: rows * Math.sqrt(scale(classes[a]!) * scale(classes[b]!)) }));
}
