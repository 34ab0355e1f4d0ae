import { type ComparedColumn, indexCells, mostAlike, placeCells } from '../../learn/alikeCells.ts';
import { findNeighbours, indexNeighbours, type NeighbourIndex } from '../../learn/neighbours.ts';
import { TermCounter } from '../../learn/termCounts.ts';
import { inverseDocumentFrequency, tfIdf } from '../../learn/tfIdf.ts';
import { cosineDistance, unitVectors } from '../../learn/unitVectors.ts';
import type { OpenTable } from '../openTable.ts';
import { positionOf } from './givenLabels.ts';
import type { LearningPlan } from './learningPlan.ts';
import { readFeatures } from './readFeatures.ts';
import { readTextsOf } from './rowTexts.ts';

interface AlikeRow {
  readonly row: number;
  /** Cosine, or the mean likeness of the cells: 1 for the same. */
  readonly similarity: number;
}

/** Rows that neighbours are looked for among: of more, evenly spread ones. */
const mostRows = 50_000;
const mostTableRows = 200_000;
const mostNumbers = 16_000_000;

/** The rows most like a row: by TF–IDF of their texts, by their embeddings, or cell by cell. */
export interface AlikeRows {
  /** How many rows are looked among, of how many. */
  readonly among: number;
  readonly of: number;
  find(row: number, limit: number, signal: AbortSignal): Promise<AlikeRow[]>;
}

export const AlikeRows = {
  /** Reads what rows are compared by, of `most` rows at most. It belongs to no one request, so that none can end it. */
  async open(table: OpenTable, plan: LearningPlan, most?: number): Promise<AlikeRows> {
    const { signal } = new AbortController();
    const all = await table.relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${table.relation.name} ORDER BY _row`, signal);
    const cells = plan.features.filter(({ as }) => as !== 'text');
    if (plan.learner === 'table' && cells.length > 0) return byCells(table, { ...plan, features: cells }, all, most ?? mostTableRows, signal);
    const columns = plan.features.map(({ column }) => column);
    return plan.learner === 'embedding' ? byVectors(table, columns[0]!, all, most ?? mostRows, signal) : byTerms(table, columns, all, most ?? mostRows, signal);
  },
};

function spreadPlaces(all: number, most: number): Int32Array {
  const count = Math.min(all, most);
  return Int32Array.from({ length: count }, (_, place) => Math.floor((place * all) / count));
}

async function byTerms(table: OpenTable, columns: readonly string[], all: Int32Array, most: number, signal: AbortSignal): Promise<AlikeRows> {
  const places = spreadPlaces(all.length, most);
  const rows = Int32Array.from(places, (place) => all[place]!);
  const plan = { learner: 'text' as const, features: columns.map((column) => ({ column, as: 'text' as const })), others: [], words: '' };
  const counter = new TermCounter();
  for await (const part of readFeatures(table, plan, { all: all.length, places }, signal))
    if (part.kind === 'texts') for (const text of part.texts) counter.add(text);
  const counts = counter.finish();
  const rarity = inverseDocumentFrequency(counts);
  const index = indexNeighbours(tfIdf(counts, rarity));
  return {
    among: rows.length,
    of: all.length,
    async find(row, limit, asked) {
      const text = (await readTextsOf(table, columns, [row], asked)).get(row) ?? '';
      return findNeighbours(withText(index, text, rarity), index.matrix.rowCount, limit + 1)
        .map(({ row: place, similarity }) => ({ row: rows[place]!, similarity: Math.min(1, similarity) }))
        .filter((each) => each.row !== row).slice(0, limit);
    },
  };
}

/** The index with one more text to ask for, behind its own rows: the text may be of a row that is not among them. */
function withText(index: NeighbourIndex, text: string, rarity: Float32Array): NeighbourIndex {
  const counter = new TermCounter();
  counter.add(text);
  const asked = tfIdf(counter.finish(), rarity);
  const offsets = new Float64Array(index.matrix.rowCount + 2);
  offsets[index.matrix.rowCount + 1] = asked.columns.length;
  return { ...index, matrix: { ...asked, offsets } };
}

async function byVectors(table: OpenTable, column: string, all: Int32Array, most: number, signal: AbortSignal): Promise<AlikeRows> {
  const plan = { learner: 'embedding' as const, features: [{ column, as: 'text' as const }], others: [], words: '' };
  const read = async (places: Int32Array, asked: AbortSignal): Promise<{ values: Float32Array; dimensions: number }> => {
    for await (const part of readFeatures(table, plan, { all: all.length, places }, asked)) if (part.kind === 'embedding') return part;
    throw new Error(`The embeddings in “${column}” could not be read`);
  };
  const { dimensions } = await read(new Int32Array([0]).subarray(0, Math.min(1, all.length)), signal);
  const places = spreadPlaces(all.length, Math.min(most, Math.floor(mostNumbers / Math.max(1, dimensions))));
  // Behind them there is room for one more: the row that is asked for may not be among them.
  const values = new Float32Array((places.length + 1) * dimensions);
  values.set((await read(places, signal)).values);
  const vectors = unitVectors(values, places.length + 1, dimensions);
  return {
    among: places.length,
    of: all.length,
    async find(row, limit, asked) {
      const place = positionOf(all, row);
      if (place < 0) return [];
      const among = positionOf(places, place);
      const own = among < 0 ? places.length : among;
      if (among < 0) {
        const one = unitVectors((await read(new Int32Array([place]), asked)).values, 1, dimensions);
        vectors.values.set(one.values, own * dimensions);
        vectors.unusable[own] = one.unusable[0]!;
      }
      if (vectors.unusable[own] === 1) return [];
      const found: AlikeRow[] = [];
      for (let other = 0; other < places.length; other++) {
        if (other === own || vectors.unusable[other] === 1) continue;
        found.push({ row: all[places[other]!]!, similarity: 1 - cosineDistance(vectors, own, other) });
      }
      return found.sort((a, b) => b.similarity - a.similarity || a.row - b.row).slice(0, limit);
    },
  };
}

async function byCells(table: OpenTable, plan: LearningPlan, all: Int32Array, most: number, signal: AbortSignal): Promise<AlikeRows> {
  const read = async (places: Int32Array, asked: AbortSignal): Promise<ComparedColumn[]> => {
    const columns: ComparedColumn[] = [];
    for await (const part of readFeatures(table, plan, { all: all.length, places }, asked)) if (part.kind === 'column') columns.push(part.column);
    return columns;
  };
  const places = spreadPlaces(all.length, Math.min(most, Math.floor(mostNumbers / plan.features.length)));
  const index = indexCells(await read(places, signal), places.length);
  return {
    among: places.length,
    of: all.length,
    async find(row, limit, asked) {
      const place = positionOf(all, row);
      if (place < 0) return [];
      const among = positionOf(places, place);
      const own = among < 0 ? placeCells(index, await read(new Int32Array([place]), asked)) : index.columns.map((column) => column.places[among]!);
      return mostAlike(index, own, limit, among).map(({ row: at, similarity }) => ({ row: all[places[at]!]!, similarity }));
    },
  };
}
