import type { Predictions } from '../../checks/parts/predictions.ts';
import type { Confusion, Evaluation } from '../../core/evaluation.ts';
import { confusionCost, type Costs } from '../../core/taxonomy.ts';
import { predictionCost } from '../../stats/predictionCost.ts';
import type { RowValues } from './rowValues.ts';

const mostConfusions = 10_000;

export interface CountedConfusions {
  readonly report: Pick<Evaluation, 'confusions' | 'otherConfusions' | 'cost'>;
  /** What the prediction at a position costs. */
  readonly costOf: (position: number) => number;
}

/** The confusion matrix, and what its cells cost. Memory: 12 bytes a cell. */
export function countConfusions(
  { classes, label, predicted }: Predictions,
  positions: Int32Array,
  values: RowValues,
  costs: Costs | undefined,
): CountedConfusions {
  const width = classes.length;
  const rows = new Int32Array(width * width);
  const sums = new Float64Array(width * width);
  const cellOf = (position: number): number => label[position]! * width + predicted[position]!;
  let worth = 0;
  for (const position of positions) {
    rows[cellOf(position)]!++;
    sums[cellOf(position)]! += values.of(position);
    worth += values.of(position);
  }
  const all: Confusion[] = [];
  rows.forEach((count, cell) => {
    if (count > 0)
      all.push({ label: classes[Math.floor(cell / width)]!, predicted: classes[cell % width]!, rows: count, value: sums[cell]! });
  });
  all.sort((a, b) => b.rows - a.rows);
  const { total, costs: each, unnamed } = predictionCost(all, costs);
  const { valueColumn } = values;
  return {
    report: {
      confusions: all.slice(0, mostConfusions).map((one, place) => ({ ...one, cost: each[place]! })),
      otherConfusions: Math.max(0, all.length - mostConfusions),
      cost: {
        total,
        mean: total / positions.length,
        value: worth,
        unnamed,
        basis: basisOf(costs, valueColumn),
        ...(valueColumn !== undefined && { valueColumn }),
      },
    },
    costOf: (position) => confusionCost(costs, classes[predicted[position]!]!, classes[label[position]!]!) * values.of(position),
  };
}

function basisOf(costs: Costs | undefined, valueColumn: string | undefined): string {
  const parts = [
    costs === undefined
      ? 'every wrong prediction costs 1, as winnow.json names no costs'
      : `costs are those of winnow.json, ${costs.default ?? 1} where a confusion is not named`,
    ...(Object.keys(costs?.segments ?? {}).length > 0 ? ['rows weigh what their segments do'] : []),
    ...(valueColumn !== undefined ? [`each row counts with its “${valueColumn}”`] : []),
  ];
  return parts.join('; ');
}
