import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { measuredRows } from './parts/measuredRows.ts';
import { pausing } from './parts/pause.ts';
import { needsPredictions, sharedPredictions } from './parts/predictions.ts';
import { findWeakSlices, type FoundSlice, sliceSettings } from './parts/weakSlices.ts';
import { formatCount, formatNumber, formatShare, ofRows, quoted } from './parts/words.ts';

const defaults = { alpha: 0.95, conditions: 3, maxSlices: 10, p: 0.05 };

/**
 * Parts of the rows, by up to three columns, in which predictions are wrong more often than elsewhere: SliceLine, of the
 * test split where there is one. A slice is told where chance explains it in less than one of 20 datasets, the number
 * of slices looked at considered.
 */
export const weakSlice = defineCheck({
  id: 'weak-slice',
  title: 'Where the model is weak',
  description: 'Parts of the data, by the values of up to three columns, in which predictions are wrong far more often than elsewhere.',
  severity: 'warning',
  slow: true,
  defaults,
  needs: needsPredictions,
  async *run(context: CheckContext<typeof defaults>): AsyncGenerator<RawFinding> {
    const { options } = context;
    const predictions = await sharedPredictions(context);
    if ('why' in predictions) return context.skip(predictions.why);
    const { positions, split } = await measuredRows(context, predictions);
    const { slices, evaluated, why } = await findWeakSlices(context, predictions, positions, sliceSettings(options), pausing(context));
    if (why !== undefined) return context.skip(why);
    for (const slice of slices) {
      if (slice.p < options.p) yield findingOf(slice, split, evaluated);
    }
  },
});

function findingOf({ rows, wrong, elsewhere, words, filters, columns, score, p, rowNumbers }: FoundSlice, split: string | null, evaluated: number): RawFinding {
  const of = split === null ? '' : ` of the split ${quoted(split)}`;
  const chance = p < 0.001 ? 'p < .001' : `p = ${formatNumber(Number(p.toPrecision(2)))}`;
  return {
    scope: 'segment',
    score: Math.min(1, wrong / rows),
    // Which slice: each is accepted by itself.
    segment: { column: columns.join(', '), value: words },
    message: `Where ${words}, predictions are wrong for ${ofRows(wrong, rows)}${of}, and for ${formatShare(elsewhere)} of the others (${chance}, with ${formatCount(evaluated)} slices looked at).`,
    rows: rowNumbers,
    suggestion: { act: 'review' },
    evidence: { rows, wrong, elsewhere, score, p, evaluated, split, conditions: filters.length },
  };
}
