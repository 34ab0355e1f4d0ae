import { countOf, formatCount } from '../../core/countWords.ts';
import type { JudgedBy, ProbabilitySource } from '../../core/probabilitySource.ts';
import { plain } from '../terminal.ts';

/** “Winnow's text model on “text”, 5 folds, seed 1: right for 98.3 % of 60 rows” */
export function sourceWords({ words, accuracy, rows }: ProbabilitySource): string {
  const named = plain(words);
  return `${named.slice(0, 1).toUpperCase()}${named.slice(1)}: right for ${percent(accuracy)} of ${formatCount(rows)} rows`;
}

/** A sentence for all that was wrong with what labels are judged by, and what was done instead. */
export function troubleWords({ leftOut, notes }: ProbabilitySource): string[] {
  return [...leftOut.map(({ rows, why }) => `Left out: ${countOf(rows, 'row')}, since ${plain(why)}.`), ...notes.map((note) => plain(note))];
}

/** What labels were judged by, with what was wrong with it; why they were not. */
export function judgedWords(by: JudgedBy): string[] {
  if ('why' in by) return [`Wrong labels could not be looked for: ${plain(by.why)}.`];
  return [`${sourceWords(by)}.`, ...troubleWords(by)];
}

/** A share in per cent; – where it is not known. */
export function percent(share: number | null): string {
  if (share === null || Number.isNaN(share)) return '–';
  return share > 0 && share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}
