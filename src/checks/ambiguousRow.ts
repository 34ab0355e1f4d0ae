import { missingLabel } from '../learn/labelRows.ts';
import { eachBlock } from '../learn/probabilityBlocks.ts';
import { labelsOf, votesOf } from '../stats/annotations.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { hasProbabilities, type OutOfSample, whyGuessing } from './outOfSample.ts';
import { needsAnnotators } from './parts/annotationLayout.ts';
import { type AnnotatorStudy, sharedStudy } from './parts/annotatorStudy.ts';
import { needsLabel } from './parts/labels.ts';
import { likeliest, probabilityText } from './parts/likeliest.ts';
import { countOf, listedRows, quoted } from './parts/words.ts';

/**
 * Rows whose two most probable labels are about as probable as each other, and items of which no label has more than
 * half of its annotators. They want a look, not another label.
 */
export const ambiguousRow = defineCheck({
  id: 'ambiguous-row',
  title: 'Could be either of two labels',
  description:
    'Rows of which the model, or the people who labelled them, cannot say which of two labels they have: the labels may overlap, or the row says too little.',
  severity: 'info',
  slow: true,
  defaults: { maxGap: 0.1, minProbability: 0.3 },
  needs: (dataset) => (needsAnnotators(dataset) === null ? null : needsLabel(dataset)),
  async *run(context): AsyncGenerator<RawFinding> {
    const split = new Set<number>();
    const study = needsAnnotators(context.dataset) === null ? await sharedStudy(context) : undefined;
    if (study && !('why' in study)) {
      for (const finding of splitFindings(context, study)) {
        for (const row of finding.rows) split.add(row);
        yield finding;
      }
    }
    const outOfSample = await context.outOfSample();
    if (!hasProbabilities(outOfSample)) return split.size > 0 ? undefined : context.skip(outOfSample.why);
    const guessing = whyGuessing(outOfSample);
    if (guessing !== null) return split.size > 0 ? undefined : context.skip(guessing);
    if (outOfSample.source.kind !== 'prediction') yield* await findings(context, outOfSample, split);
    else if (split.size === 0) context.skip('of a predicted label with a confidence, the second most probable label is not known');
  },
});

/** Items that several people labelled, none of the labels being that of more than half of them. */
function* splitFindings(
  { dataset: { roles } }: Pick<CheckContext, 'dataset'>,
  { annotations: { index, labels, rowsOf } }: AnnotatorStudy,
): Generator<RawFinding> {
  for (let item = 0; item < index.items; item++) {
    const all = labelsOf(index, item);
    if (all < 2) continue;
    const votes = votesOf(index, item);
    const [first, second] = Array.from(votes.keys()).sort((a, b) => votes[b]! - votes[a]! || a - b) as [number, number | undefined];
    if (second === undefined || votes[first]! * 2 > all) continue;
    const rows = rowsOf(item);
    const where = listedRows(rows);
    const [one, other] = [labels[first]!, labels[second]!];
    yield {
      scope: rows.length === 1 ? 'row' : 'rows',
      rows,
      ...(roles.label !== undefined && { column: roles.label }),
      score: 1 - (votes[first]! - votes[second]!) / all,
      message: `${where[0]!.toUpperCase()}${where.slice(1)}: no majority of the ${countOf(all, 'annotator')}; ${votes[first]!} ${votes[first] === 1 ? 'says' : 'say'} ${quoted(one)}, ${votes[second]!} ${quoted(other)}.`,
      suggestion: { act: 'review' },
      evidence: { labels: [one, other], votes: [votes[first]!, votes[second]!], annotators: all },
    };
  }
}

/** Rows that the model cannot tell, but for some. */
async function findings(
  context: CheckContext<typeof ambiguousRow.defaults>,
  { given, probabilities, rows, labels, basis, source }: OutOfSample,
  but: ReadonlySet<number>,
): Promise<RawFinding[]> {
  const { maxGap, minProbability } = context.options;
  const column = context.dataset.roles.label!;
  const found: RawFinding[] = [];
  const classes = probabilities.classes;
  await eachBlock(
    probabilities,
    () => context.signal.throwIfAborted(),
    (block, from, to) => {
      for (let position = from; position < to; position++) {
        if (given[position] === missingLabel || but.has(rows[position]!)) continue;
        const at = (position - from) * classes;
        const [first, second] = likeliest(block.subarray(at, at + classes), 2);
        if (!first || !second || second.probability < minProbability || first.probability - second.probability > maxGap) continue;
        const [one, other] = [labels[first.label]!, labels[second.label]!];
        found.push({
          scope: 'row',
          column,
          rows: [rows[position]!],
          // An even split is worst.
          score: 1 - (first.probability - second.probability),
          ...(basis && { basis }),
          message: `Could be ${quoted(one)} (p ${probabilityText(first.probability)}) or ${quoted(other)} (p ${probabilityText(second.probability)}); it is labelled ${quoted(labels[given[position]!]!)}.`,
          suggestion: { act: 'review' },
          evidence: {
            labels: [one, other],
            probabilities: [first.probability, second.probability],
            given: labels[given[position]!]!,
            source: source.words,
          },
        });
      }
    },
  );
  return found;
}
