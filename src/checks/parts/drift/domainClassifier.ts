import type { DriftTerm } from '../../../core/drift.ts';
import type { Checkpoint } from '../../../learn/checkpoint.ts';
import { crossValidate } from '../../../learn/crossValidate.ts';
import { within } from '../../../learn/checkpoint.ts';
import { TermCounter, visitTerms } from '../../../learn/termCounts.ts';
import { createTextLearner, type TextModel } from '../../../learn/textLearner.ts';
import { normaliseText } from '../../../learn/tokenize.ts';
import { auroc } from '../../../stats/auroc.ts';

export interface DomainClassifier {
  /** How well a model that has not seen a text says which side it is of: .5 is chance. */
  readonly auroc: number;
  /** The standard deviation that it would have by chance. */
  readonly deviation: number;
  /** What gives the sides away, the most telling first. */
  readonly terms: readonly DriftTerm[];
  /** Different texts that were told apart. */
  readonly texts: { readonly reference: number; readonly current: number };
}

const seed = 1;
const mostTerms = 5;
/** A term in fewer texts than this gives nothing away. */
const fewestTexts = 3;

/**
 * Learns to tell the texts of two sides apart (cross-validated). A text that a side has several times counts once, so
 * that none is both learnt and predicted.
 */
export async function classifyDomain(reference: readonly string[], current: readonly string[], checkpoint: Checkpoint): Promise<DomainClassifier> {
  const sides = [[...new Set(reference)], [...new Set(current)]];
  const texts = sides.flat();
  const labels = Int32Array.from(texts, (_, index) => (index < sides[0]!.length ? 0 : 1));
  const counter = new TermCounter();
  for (const text of texts) counter.add(text);
  const learner = createTextLearner(counter.finish(), 2, { seed });
  const { probabilities } = await crossValidate(learner, labels, 2, { seed, checkpoint: within(checkpoint, 0, 0.85) });
  const scores = Float64Array.from(texts, (_, index) => probabilities[2 * index + 1]!);
  const model = await learner.fit(labels, Uint32Array.from(texts, (_, index) => index), 2, within(checkpoint, 0.85, 1));
  const [before, now] = [sides[0]!.length, sides[1]!.length];
  return {
    auroc: auroc(scores, labels),
    deviation: Math.sqrt((before + now + 1) / (12 * before * now)),
    terms: tellingTerms(model, texts, labels, [before, now]),
    texts: { reference: before, current: now },
  };
}

/** Terms by weight times how much more often one side has them; of a word and a pair with it, which say the same, the more telling. */
function tellingTerms({ linear, columnOf }: TextModel, texts: readonly string[], labels: Int32Array, sizes: readonly [number, number]): DriftTerm[] {
  const found = new Map<number, { term: string; counts: [number, number]; last: number }>();
  texts.forEach((text, index) => {
    const normal = normaliseText(text);
    visitTerms(normal, (bucket, start, end) => {
      const column = columnOf[bucket]!;
      if (column < 0) return;
      const known = found.get(column) ?? { term: normal.slice(start, end), counts: [0, 0], last: -1 };
      if (known.last === index) return;
      known.last = index;
      known.counts[labels[index]!]!++;
      found.set(column, known);
    });
  });
  const terms = [...found].flatMap(([column, { term, counts }]) => {
    const weight = linear.weights[column * linear.outputs + linear.outputs - 1]!;
    const share = { reference: counts[0] / sizes[0], current: counts[1] / sizes[1] };
    const telling = weight * (share.current - share.reference);
    return telling > 0 && counts[0] + counts[1] >= fewestTexts ? [{ term, weight, share, telling }] : [];
  });
  terms.sort((a, b) => b.telling - a.telling || (a.term < b.term ? -1 : 1));
  const kept: typeof terms = [];
  for (const each of terms) {
    if (kept.length === 2 * mostTerms) break;
    if (!kept.some(({ term }) => term.split(/\s+/).includes(each.term) || each.term.split(/\s+/).includes(term))) kept.push(each);
  }
  return kept.map(({ term, weight, share }) => ({ term, weight, share }));
}
