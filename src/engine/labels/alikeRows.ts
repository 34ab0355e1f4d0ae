import { findNeighbours, indexNeighbours, type NeighbourIndex } from '../../learn/neighbours.ts';
import { TermCounter } from '../../learn/termCounts.ts';
import { inverseDocumentFrequency, tfIdf } from '../../learn/tfIdf.ts';
import { cosineDistance, unitVectors, type UnitVectors } from '../../learn/unitVectors.ts';
import type { OpenTable } from '../openTable.ts';
import { readFeatures } from './readFeatures.ts';
import { readTextsOf } from './rowTexts.ts';

interface AlikeRow {
  readonly row: number;
  /** Cosine, 1 for the same. */
  readonly similarity: number;
}

/** Rows that neighbours are looked for among: of more, evenly spread ones. */
const mostRows = 50_000;
const mostNumbers = 16_000_000;

/** The rows most like a row: by TF–IDF of their texts, or by their embeddings. */
export interface AlikeRows {
  find(row: number, limit: number, signal: AbortSignal): Promise<AlikeRow[]>;
}

export const AlikeRows = {
  /** Reads what rows are compared by. It belongs to no one request, so that none can end it. */
  async open(table: OpenTable, columns: readonly string[], byEmbedding: boolean): Promise<AlikeRows> {
    const { signal } = new AbortController();
    const all = await table.relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${table.relation.name} ORDER BY _row`, signal);
    return byEmbedding ? byVectors(table, columns[0]!, all, signal) : byTerms(table, columns, all, signal);
  },
};

function spreadPlaces(all: number, most: number): Int32Array {
  const count = Math.min(all, most);
  return Int32Array.from({ length: count }, (_, place) => Math.floor((place * all) / count));
}

async function byTerms(table: OpenTable, columns: readonly string[], all: Int32Array, signal: AbortSignal): Promise<AlikeRows> {
  const places = spreadPlaces(all.length, mostRows);
  const rows = Int32Array.from(places, (place) => all[place]!);
  const plan = { learner: 'text' as const, features: columns.map((column) => ({ column, as: 'text' as const })), others: [], words: '' };
  const counter = new TermCounter();
  for await (const part of readFeatures(table, plan, { all: all.length, places }, signal))
    if (part.kind === 'texts') for (const text of part.texts) counter.add(text);
  const counts = counter.finish();
  const rarity = inverseDocumentFrequency(counts);
  const index = indexNeighbours(tfIdf(counts, rarity));
  return {
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

async function byVectors(table: OpenTable, column: string, all: Int32Array, signal: AbortSignal): Promise<AlikeRows> {
  const read = async (places: Int32Array): Promise<UnitVectors> => {
    const plan = { learner: 'embedding' as const, features: [{ column, as: 'text' as const }], others: [], words: '' };
    for await (const part of readFeatures(table, plan, { all: all.length, places }, signal)) {
      if (part.kind === 'embedding') return unitVectors(part.values, places.length, part.dimensions);
    }
    throw new Error(`The embeddings in “${column}” could not be read`);
  };
  const { dimensions } = await read(new Int32Array([0]).subarray(0, Math.min(1, all.length)));
  const places = spreadPlaces(all.length, Math.min(mostRows, Math.floor(mostNumbers / Math.max(1, dimensions))));
  const vectors = await read(places);
  const placeOf = new Map(Array.from(places, (place, at) => [all[place]!, at]));
  return {
    find(row, limit) {
      const own = placeOf.get(row);
      if (own === undefined || vectors.unusable[own] === 1) return Promise.resolve([]);
      const found: AlikeRow[] = [];
      for (let other = 0; other < vectors.rows; other++) {
        if (other === own || vectors.unusable[other] === 1) continue;
        found.push({ row: all[places[other]!]!, similarity: 1 - cosineDistance(vectors, own, other) });
      }
      return Promise.resolve(found.sort((a, b) => b.similarity - a.similarity || a.row - b.row).slice(0, limit));
    },
  };
}
