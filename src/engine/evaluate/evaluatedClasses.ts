import type { Predictions } from '../../checks/parts/predictions.ts';
import type { EvaluatedClass } from '../../core/evaluation.ts';
import type { ClassTally } from '../../stats/confusion.ts';

/** Every class that a row has or that was predicted, by name. */
export function evaluatedClasses({ classes, labelled }: Predictions, tally: ClassTally): EvaluatedClass[] {
  return [...tally.present()].map(([place, figures]) => ({ name: classes[place]!, isLabel: place < labelled, ...figures }));
}
