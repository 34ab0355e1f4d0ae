import { Calibration } from '../stats/calibration.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { measuredRows } from './parts/measuredRows.ts';
import { needsPredictions, sharedPredictions } from './parts/predictions.ts';
import { formatCount, formatNumber, formatShare, quoted } from './parts/words.ts';

const defaults = { maxError: 0.05, minRows: 500 };

/**
 * Probabilities that do not say how often the model is right: an expected calibration error, over 15 bins of the highest
 * probability, above .05. Of the test split where there is one; below 500 rows, chance alone makes such an error.
 */
export const miscalibrated = defineCheck({
  id: 'miscalibrated',
  title: 'Too sure, or not sure enough',
  description: 'Probabilities of predictions that do not say how often these are right.',
  severity: 'warning',
  slow: true,
  defaults,
  needs: (dataset) =>
    needsPredictions(dataset) ??
    (dataset.roles.probabilities.length === 0 && dataset.roles.confidence === undefined
      ? 'no column has the role probabilities or confidence'
      : null),
  async *run(context: CheckContext<typeof defaults>): AsyncGenerator<RawFinding> {
    const { options } = context;
    const predictions = await sharedPredictions(context);
    if ('why' in predictions) return context.skip(predictions.why);
    if (!predictions.confidences) return context.skip(predictions.notes[0] ?? 'there are no probabilities to judge');
    const { positions, split } = await measuredRows(context, predictions);
    const calibration = new Calibration();
    for (const position of positions) {
      const confidence = predictions.confidences.confidence[position]!;
      if (!Number.isNaN(confidence)) calibration.add(confidence, predictions.confidences.right[position] === 1);
    }
    const { rows, ece, excess, bins } = calibration.figures();
    if (rows < options.minRows)
      return context.skip(
        `${formatCount(rows)} rows have a label and usable probabilities${split === null ? '' : ` in the split ${quoted(split)}`}, fewer than ${formatCount(options.minRows)}`,
      );
    if (ece === null || excess === null || ece <= options.maxError) return;
    const mean = bins.reduce((sum, bin) => sum + (bin.confidence ?? 0) * bin.rows, 0) / rows;
    const how =
      Math.abs(excess) < ece / 2 ? 'too sure in places and not sure enough in others' : excess > 0 ? 'too sure' : 'not sure enough';
    yield {
      scope: 'dataset',
      score: Math.min(1, ece),
      ...columnOf(context),
      message: `The model is ${how}: over ${formatCount(rows)} rows${split === null ? '' : ` of the split ${quoted(split)}`} its highest probability is ${formatShare(mean)} on average, and it is right for ${formatShare(mean - excess)}; the calibration error is ${formatNumber(Number(ece.toPrecision(3)))}, above ${formatNumber(options.maxError)}.`,
      rows: [],
      suggestion: { act: 'review' },
      evidence: {
        rows,
        ece,
        excess,
        split,
        bins: bins
          .filter((bin) => bin.rows > 0)
          .map(({ from, to, rows: count, confidence, accuracy }) => ({ from, to, rows: count, confidence, accuracy: accuracy.value })),
      },
    };
  },
});

/** The one column that it is about, where it is one. */
function columnOf({ dataset: { roles: { probabilities, confidence } } }: CheckContext<typeof defaults>): { readonly column?: string } {
  const [first, ...more] = probabilities;
  const column = first === undefined ? confidence : more.length === 0 ? first : undefined;
  return column === undefined ? {} : { column };
}
