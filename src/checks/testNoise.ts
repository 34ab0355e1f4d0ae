import { wilson } from '../stats/wilson.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { hasProbabilities, type OutOfSample, whyGuessing } from './outOfSample.ts';
import { pausing } from './parts/pause.ts';
import { needsTestSplit, readTestSplit } from './parts/testClasses.ts';
import { fewestTestLabels, measureTestLabels, type TestLabelNoise, testNoiseWords } from './parts/testLabelNoise.ts';
import { formatCount } from './parts/words.ts';

const defaults = { ofError: 0.5, maxNoise: 0.05, minRows: fewestTestLabels };
type Context = CheckContext<typeof defaults>;

/**
 * Label noise of the test split (1 − trace of the joint of confident learning over its rows alone, with its interval) that is
 * at least `ofError` of the error of the model that it measures, or `maxNoise` of the rows where there are no predictions.
 * The joint is that of the probabilities that label-error has too: nothing is learnt for this check alone.
 */
export const testNoise = defineCheck({
  id: 'test-noise',
  title: 'Test labels as wrong as the model',
  description: 'Test splits in which about as many labels look wrong as the model gets wrong: what is measured is then the labels as much as the model.',
  severity: 'warning',
  slow: true,
  defaults,
  needs: needsTestSplit,
  async *run(context: Context): AsyncGenerator<RawFinding> {
    const { options } = context;
    const found = await readTestSplit(context);
    if (typeof found === 'string') return context.skip(found);
    const { label, split, test } = found;
    if (test.rows < options.minRows)
      return context.skip(
        `the test split has ${formatCount(test.rows)} labelled ${test.rows === 1 ? 'row' : 'rows'}, and label noise is not estimated of fewer than ${formatCount(options.minRows)}`,
      );
    const outOfSample = await context.outOfSample();
    if (!hasProbabilities(outOfSample)) return context.skip(outOfSample.why);
    const guessing = whyGuessing(outOfSample);
    if (guessing !== null) return context.skip(guessing);
    const labels = await measureTestLabels({ ...context, checkpoint: pausing(context) }, split, outOfSample);
    const { noise, rows, suspects, error } = labels;
    if (rows < options.minRows)
      return context.skip(
        `only ${formatCount(rows)} test rows have probabilities, and label noise is not estimated of fewer than ${formatCount(options.minRows)}`,
      );
    const limit = error ? (options.ofError * error.wrong) / error.rows : options.maxNoise;
    if (suspects.length > 0 && noise.noise > 0 && noise.noise >= limit) yield noiseFinding(label, outOfSample, labels);
  },
});

function noiseFinding(column: string, outOfSample: OutOfSample, labels: TestLabelNoise): RawFinding {
  const { source, basis } = outOfSample;
  const { noise, rows, suspects, error } = labels;
  const interval = error && wilson(error.wrong, error.rows);
  return {
    scope: 'dataset', column, rows: suspects,
    score: error ? Math.min(1, noise.noise / Math.max(noise.noise, error.wrong / error.rows)) : Math.min(1, 2 * noise.noise),
    ...(source.suspects && { severity: 'info' as const }),
    ...(basis && { basis }),
    message: testNoiseWords(outOfSample, labels),
    suggestion: { act: 'review' },
    evidence: {
      noise: noise.noise, low: noise.low, high: noise.high, rows, suspects: suspects.length, source: source.words, accuracy: source.accuracy,
      ...(error && interval && { error: error.wrong / error.rows, errorLow: interval.low, errorHigh: interval.high, errorRows: error.rows }),
    },
  };
}
