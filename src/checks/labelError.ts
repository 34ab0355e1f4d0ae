import type { ProbabilityBlock } from '../learn/probabilityBlocks.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { hasProbabilities, type OutOfSample, whyGuessing } from './outOfSample.ts';
import { needsLabel } from './parts/labels.ts';
import { likeliest, probabilityText } from './parts/likeliest.ts';
import { isRule, recallOf, ruleNames, ruleOf, suspectPositions } from './parts/suspects.ts';
import { quoted } from './parts/words.ts';

const named = 5;

/**
 * Confident learning (Northcutt, Jiang and Chuang, JAIR 70, 2021) over out-of-sample probabilities: those of the file, or
 * learnt by cross-validation. The rows of lowest self-confidence, as many as are counted off the diagonal of the
 * confident joint; `recall` goes farther down that list. Where the model is right for fewer than four rows in five,
 * rows are called suspect rather than wrong.
 */
export const labelError = defineCheck({
  id: 'label-error',
  title: 'Probably wrong label',
  titles: { info: 'Suspect label' },
  description: 'Rows whose label does not fit what the other rows with it say, by a model that has not seen the row.',
  severity: 'warning',
  slow: true,
  defaults: { rule: 'low_self_confidence', recall: 0, seed: 1, maxRows: 200_000 },
  needs: needsLabel,
  async *run(context): AsyncGenerator<RawFinding> {
    const { options } = context;
    if (!isRule(options.rule)) return context.skip(`its rule is “${options.rule}”; there are ${ruleNames.join(', ')}`);
    const outOfSample = await context.outOfSample();
    if (!hasProbabilities(outOfSample)) return context.skip(outOfSample.why);
    const guessing = whyGuessing(outOfSample);
    if (guessing !== null) return context.skip(guessing);
    const joint = await outOfSample.joint();
    const { wrong } = await outOfSample.noise();
    for (const position of await suspectPositions(outOfSample, options)) {
      yield suspectFinding(context, outOfSample, position, joint.predicted[position]!, wrong[position]!, await outOfSample.probabilitiesOf(position));
    }
  },
});

function suspectFinding(
  context: CheckContext<typeof labelError.defaults>,
  outOfSample: OutOfSample,
  position: number,
  predicted: number,
  wrong: number,
  probabilities: ProbabilityBlock,
): RawFinding {
  const { source, labels, rows, basis } = outOfSample;
  const column = context.dataset.roles.label!;
  const given = outOfSample.given[position]!;
  const [first, second] = likeliest(probabilities, 2);
  const rival = predicted === given ? (second ?? first)! : first!;
  const own = probabilities[given]!;
  const disagrees = rival.probability > own;
  const written = outOfSample.writtenOf(rows[position]!) ?? labels[given]!;
  const [is, said] = [quoted(labels[rival.label]!), quoted(written)];
  const severity = source.suspects ? 'info' : undefined;
  return {
    scope: 'row',
    score: 1 - own,
    column,
    rows: [rows[position]!],
    ...(severity && { severity }),
    ...(basis && { basis }),
    message: disagrees
      ? `${source.suspects ? 'Suspect: ' : ''}${is} is more likely (p ${probabilityText(rival.probability)}) than ${said} (p ${probabilityText(own)}).`
      : `${said} is not very likely (p ${probabilityText(own)}); the next is ${is} (p ${probabilityText(rival.probability)}).`,
    suggestion: disagrees ? { act: 'relabel', column, to: labels[rival.label]!, share: rival.probability } : { act: 'review' },
    evidence: {
      given: written,
      suggested: labels[rival.label]!,
      wrong,
      probabilities: likeliest(probabilities, named).map(({ label, probability }) => ({ label: labels[label]!, probability })),
      rule: recallOf(context.options) > 0 ? `recall ${recallOf(context.options)}` : ruleOf(context.options),
      source: source.words,
      accuracy: source.accuracy,
    },
  };
}
