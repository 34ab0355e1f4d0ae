import { SparseRows, type SparseMatrix } from '../../learn/sparseMatrix.ts';
import { buildTableFeatures, type TableColumn } from '../../learn/tableFeatures.ts';
import { TermCounter } from '../../learn/termCounts.ts';
import { inverseDocumentFrequency, tfIdf } from '../../learn/tfIdf.ts';
import { unitVectors } from '../../learn/unitVectors.ts';
import type { LabelInput } from '../labels/labelInput.ts';
import { planLearning } from '../labels/learningPlan.ts';
import { readFeatures } from '../labels/readFeatures.ts';
import type { OpenTable } from '../openTable.ts';

/** What some rows hold, as points: those of rows that are alike are near each other. */
export interface ContentVectors {
  readonly matrix: SparseMatrix;
  /** What they were made from: “Winnow's text model on “text””. */
  readonly words: string;
}

/**
 * The content of some rows as points: TF–IDF of texts, embeddings at unit length, else numbers and categories as they are
 * learnt from. null: no column says anything.
 * @param places of the rows among all readable rows, ascending; `all` is how many those are
 */
export async function readContentVectors(
  table: OpenTable,
  input: LabelInput,
  places: Int32Array,
  all: number,
  signal: AbortSignal,
): Promise<ContentVectors | null> {
  const plan = planLearning(input);
  if ('why' in plan) return null;
  const texts = new Map<number, TermCounter>();
  const columns: TableColumn[] = [];
  let embedded: SparseMatrix | null = null;
  for await (const part of readFeatures(table, plan, { all, places }, signal)) {
    if (part.kind === 'embedding') embedded = denseRows(part.values, places.length, part.dimensions);
    else if (part.kind === 'column') columns.push(part.column);
    else {
      const counter = texts.get(part.place) ?? new TermCounter();
      texts.set(part.place, counter);
      for (const text of part.texts) counter.add(text);
    }
  }
  const { words } = plan;
  if (embedded) return { matrix: embedded, words };
  const counts = [...texts.values()].map((counter) => counter.finish());
  if (plan.learner === 'text') return { matrix: tfIdf(counts[0]!, inverseDocumentFrequency(counts[0]!)), words };
  return {
    matrix: buildTableFeatures([...columns, ...counts.map((each): TableColumn => ({ kind: 'text', counts: each }))], places.length).sparse,
    words,
  };
}

function denseRows(values: Float32Array, rows: number, dimensions: number): SparseMatrix {
  const vectors = unitVectors(values, rows, dimensions);
  const matrix = new SparseRows();
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < dimensions && vectors.unusable[row] === 0; place++) matrix.add(place, vectors.values[row * dimensions + place]!);
    matrix.endRow();
  }
  return matrix.finish(dimensions);
}
