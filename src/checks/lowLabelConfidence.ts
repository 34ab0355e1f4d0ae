import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { askOne, numberIn } from './parts/ask.ts';
import { needsLabel } from './parts/labels.ts';
import { formatNumber, ofRows } from './parts/words.ts';

/** With fewer rows than this, the lowest hundredth is a row or two, and says nothing. */
const fewestForQuantile = 200;

/**
 * Rows whose own confidence in their label is low: below .5 (of a scale to 100, below 50), or among the lowest
 * hundredth of the dataset where that is lower than the rest. Most rows of one confidence are nobody's lowest.
 */
export const lowLabelConfidence = defineCheck({
  id: 'low-label-confidence',
  title: 'Label given with little confidence',
  description: 'Rows whose label was given with little confidence, by the dataset\'s own column of it.',
  severity: 'info',
  defaults: { minConfidence: 0.5, lowestShare: 0.01 },
  needs: (dataset) => needsLabel(dataset) ?? (dataset.roles.confidence === undefined ? 'no column has the role confidence'
    : dataset.roles.predicted === undefined ? null : 'the confidence is that of the predicted label'),
  async *run(context): AsyncGenerator<RawFinding> {
    const { dataset, relation, signal, options } = context;
    const column = dataset.roles.confidence!;
    const value = relation.dialect.number(column);
    const label = dataset.roles.label!;
    const labelled = `NOT ${relation.dialect.missing(label)}`;
    const { scale, bar, low, count } = await readBars(context, value, labelled);
    if (count === 0) return context.skip(`“${column}” holds no numbers beside a label`);
    const sql = `SELECT _row AS r, ${value} AS v FROM ${relation.name} WHERE ${labelled} AND (${value} < ${bar} OR ${value} < ${low}) ORDER BY _row`;
    for await (const chunk of relation.stream(sql, [], signal)) {
      for (const row of chunk) {
        const confidence = numberIn(row['v']);
        const isLow = confidence < bar;
        yield {
          scope: 'row', column: label, rows: [numberIn(row['r'])],
          score: Math.min(1, Math.max(0, 1 - confidence / scale)),
          message: isLow
            ? `The label was given with a confidence of ${formatNumber(confidence)}, below ${formatNumber(bar)}.`
            : `The confidence of ${formatNumber(confidence)} is among the lowest ${ofRows(Math.round(options.lowestShare * count), count)}.`,
          suggestion: { act: 'review' },
          evidence: { confidence, column, ...(isLow ? { below: bar } : { lowest: options.lowestShare, below: low }) },
        };
      }
    }
  },
});

/** The scale that confidences are on, what is low on it, and what is lower than nearly all others are. */
async function readBars(
  { relation, signal, options }: CheckContext<typeof lowLabelConfidence.defaults>,
  value: string,
  labelled: string,
): Promise<{ scale: number; bar: number; low: number; count: number }> {
  const share = Math.min(1, Math.max(0, options.lowestShare));
  const asked = `count(${value}) AS n, quantile_disc(${value}, 0.5) AS middle, quantile_disc(${value}, ${share}) AS low`;
  const row = await askOne(relation, `SELECT ${asked} FROM ${relation.name} WHERE ${labelled}`, signal);
  const count = numberIn(row['n']);
  // By most of them: one confidence of 1.7 does not make per cent of all others.
  const scale = count > 0 && numberIn(row['middle']) > 1 ? 100 : 1;
  const bar = options.minConfidence * scale;
  return { scale, bar, count, low: count >= fewestForQuantile && share > 0 ? numberIn(row['low']) : bar };
}
