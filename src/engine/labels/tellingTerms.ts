import { evenly } from '../evenly.ts';
import type { OutOfSample } from '../../checks/outOfSample.ts';
import { explainTerms } from '../../learn/explainTerms.ts';
import { TermCounter } from '../../learn/termCounts.ts';
import { createTextLearner } from '../../learn/textLearner.ts';
import { lightRecipe } from '../../learn/textRecipe.ts';
import type { LabelEvidence } from '../../protocol/labelMethods.ts';
import type { OpenTable } from '../openTable.ts';
import { breather } from './breather.ts';
import { readTextsOf } from './rowTexts.ts';

/** Rows of each label that are looked at. */
const mostRows = 1500;
const mostTerms = 6;
const characters = 5000;

/**
 * The terms of a row that tell two labels apart: by the text model, taught with rows of these two labels alone and
 * without the row itself. Positive weights speak for `rival`.
 */
export async function tellingTerms(
  table: OpenTable,
  columns: readonly string[],
  known: OutOfSample,
  row: number,
  own: number,
  rival: number,
  signal: AbortSignal,
): Promise<LabelEvidence['terms']> {
  const taught = [own, rival].map((label) => evenly(rowsOf(known, label, row), mostRows));
  if (taught.some((rows) => rows.length === 0)) return [];
  const rows = taught.flat();
  const texts = await readTextsOf(table, columns, [...rows, row], signal, characters);
  const counter = new TermCounter();
  for (const each of rows) counter.add(texts.get(each) ?? '');
  const labels = Int32Array.from(rows, (_, place) => (place < taught[0]!.length ? 0 : 1));
  const model = await createTextLearner(counter.finish(), 2, { recipe: lightRecipe }).fit(
    labels,
    Uint32Array.from(rows.keys()),
    2,
    breather(signal),
  );
  const { forSuggested, forGiven } = explainTerms(model, texts.get(row) ?? '', 0, 1, mostTerms);
  return [...forSuggested, ...forGiven].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

/** Rows of a label, but for one. */
export function rowsOf({ given, rows }: OutOfSample, label: number, except: number): number[] {
  const found: number[] = [];
  given.forEach((each, position) => {
    if (each === label && rows[position] !== except) found.push(rows[position]!);
  });
  return found;
}
