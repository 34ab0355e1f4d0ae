import { visitTerms } from './termCounts.ts';
import type { TextModel } from './textLearner.ts';
import { normaliseText } from './tokenize.ts';

/** A term of a row, and how much it spoke for one label against another: its share of the difference of the scores. */
export interface TermWeight {
  readonly term: string;
  readonly weight: number;
}

/** What of a text model is needed to explain a row. */
export type ExplainingModel = Pick<TextModel, 'linear' | 'columnOf' | 'rarity'>;

/**
 * The terms of a text that spoke most for the suggested label against the given one (positive weights), then
 * those that spoke most for the given (negative), at most `limit` of each. The text's own terms are hashed again,
 * so that the model need not know them by name.
 */
export function explainTerms(
  model: ExplainingModel,
  text: string,
  given: number,
  suggested: number,
  limit = 5,
): { forSuggested: TermWeight[]; forGiven: TermWeight[] } {
  const { linear, columnOf, rarity } = model;
  const scoreOf = (column: number, label: number): number => {
    const output = label - (linear.classCount - linear.outputs);
    return output < 0 ? 0 : linear.weights[column * linear.outputs + output]!;
  };
  const terms = [...countTerms(columnOf, normaliseText(text))].map(([column, { term, count }]) => ({
    term,
    column,
    value: (1 + Math.log(count)) * rarity[column]!,
  }));
  const length = Math.sqrt(terms.reduce((sum, { value }) => sum + value * value, 0));
  const weights = terms.map(({ term, column, value }) => ({
    term,
    weight: (value / length) * (scoreOf(column, suggested) - scoreOf(column, given)),
  }));
  weights.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
  return {
    forSuggested: weights.filter(({ weight }) => weight > 0).slice(0, limit),
    forGiven: weights
      .filter(({ weight }) => weight < 0)
      .reverse()
      .slice(0, limit),
  };
}

function countTerms(columnOf: Int32Array, text: string): Map<number, { term: string; count: number }> {
  const found = new Map<number, { term: string; count: number }>();
  visitTerms(text, (bucket, start, end) => {
    const column = columnOf[bucket]!;
    if (column < 0) return;
    const known = found.get(column);
    if (known) known.count++;
    else found.set(column, { term: text.slice(start, end), count: 1 });
  });
  return found;
}
