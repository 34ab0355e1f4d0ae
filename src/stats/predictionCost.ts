import type { Confusion } from '../core/evaluation.ts';
import { confusionCost, type Costs } from '../core/taxonomy.ts';

export interface PredictionCost {
  readonly total: number;
  /** By confusion, in their order. */
  readonly costs: readonly number[];
  /** Confusions that occur and that the costs do not name, where they name any: they cost what `default` says. */
  readonly unnamed: readonly Confusion[];
}

/**
 * What wrong predictions cost: `predicted` is what is said and `label` what is right, in the costs of `winnow.json`;
 * each row by its value.
 */
export function predictionCost(confusions: readonly Confusion[], costs: Costs | undefined): PredictionCost {
  const each = confusions.map(({ label, predicted, value }) => confusionCost(costs, predicted, label) * value);
  const named = costs?.confusions;
  const isNamed = ({ label, predicted }: Confusion): boolean =>
    named !== undefined && Object.hasOwn(named, predicted) && Object.hasOwn(named[predicted]!, label);
  return {
    total: each.reduce((sum, cost) => sum + cost, 0),
    costs: each,
    unnamed: named === undefined ? [] : confusions.filter((one) => one.label !== one.predicted && !isNamed(one)),
  };
}
