import { missingLabel } from '../learn/labelRows.ts';
import { eachBlock } from '../learn/probabilityBlocks.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { hasProbabilities, type OutOfSample } from './outOfSample.ts';
import { needsLabel } from './parts/labels.ts';
import { likeliest, probabilityText } from './parts/likeliest.ts';
import { quoted } from './parts/words.ts';

/** Rows whose two most probable labels are about as probable as each other. They want a look, not another label. */
export const ambiguousRow = defineCheck({
  id: 'ambiguous-row',
  title: 'Could be either of two labels',
  description: 'Rows of which the model cannot say which of two labels they have: the labels may overlap, or the row says too little.',
  severity: 'info',
  slow: true,
  defaults: { maxGap: 0.1, minProbability: 0.3 },
  needs: needsLabel,
  async *run(context): AsyncGenerator<RawFinding> {
    const outOfSample = await context.outOfSample();
    if (!hasProbabilities(outOfSample)) return context.skip(outOfSample.why);
    if (outOfSample.source.kind === 'prediction') return context.skip('of a predicted label with a confidence, the second most probable label is not known');
    yield* await findings(context, outOfSample);
  },
});

async function findings(context: CheckContext<typeof ambiguousRow.defaults>, { given, probabilities, rows, labels, basis, source }: OutOfSample): Promise<RawFinding[]> {
  const { maxGap, minProbability } = context.options;
  const column = context.dataset.roles.label!;
  const found: RawFinding[] = [];
  const classes = probabilities.classes;
  await eachBlock(probabilities, () => context.signal.throwIfAborted(), (block, from, to) => {
    for (let position = from; position < to; position++) {
      if (given[position] === missingLabel) continue;
      const at = (position - from) * classes;
      const [first, second] = likeliest(block.subarray(at, at + classes), 2);
      if (!first || !second || second.probability < minProbability || first.probability - second.probability > maxGap) continue;
      const [one, other] = [labels[first.label]!, labels[second.label]!];
      found.push({
        scope: 'row', column, rows: [rows[position]!],
        // An even split is worst.
        score: 1 - (first.probability - second.probability),
        ...(basis && { basis }),
        message: `Could be ${quoted(one)} (p ${probabilityText(first.probability)}) or ${quoted(other)} (p ${probabilityText(second.probability)}); it is labelled ${quoted(labels[given[position]!]!)}.`,
        suggestion: { act: 'review' },
        evidence: { labels: [one, other], probabilities: [first.probability, second.probability], given: labels[given[position]!]!, source: source.words },
      });
    }
  });
  return found;
}
