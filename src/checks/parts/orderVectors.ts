import type { ColumnProfile } from '../../core/profile.ts';
import { isNumeric } from '../../core/schema.ts';
import type { CheckContext } from '../check.ts';
import { numberIn, textIn } from './ask.ts';

export interface OrderVectors {
  /** Row by row in file order, `width` numbers each: those of `numbers` columns, then codes of categories. */
  readonly vectors: Float64Array;
  readonly width: number;
  readonly numbers: number;
  readonly rows: number;
}

/** Columns of one question: thousands at a time take long to plan, and rows of thousands of names long to make. */
const columnsAtATime = 50;

/** Numbers as ranks of 0–1, which no wild value stretches, and codes of categories. Of large tables, rows at even distances. */
export async function orderVectors(
  { dataset, relation, signal }: Pick<CheckContext, 'dataset' | 'relation' | 'signal'>,
  columns: readonly ColumnProfile[],
  mostRows: number,
): Promise<OrderVectors> {
  const { dialect, name } = relation;
  const every = Math.max(1, Math.ceil(dataset.records / mostRows));
  const numbers = columns.filter(({ type }) => isNumeric(type));
  const ordered = [...numbers, ...columns.filter(({ type }) => !isNumeric(type))];
  const width = ordered.length;
  let vectors = new Float64Array(0);
  for (let first = 0; first < width; first += columnsAtATime) {
    const some = ordered.slice(first, first + columnsAtATime);
    const cells = some.map(({ column, type }, index) => `${isNumeric(type) ? dialect.number(column) : dialect.text(column)} AS c${index}`);
    const found = await relation.query(`SELECT ${cells.join(', ')} FROM ${name} WHERE _row % ${every} = 0 ORDER BY _row`, [], signal);
    if (first === 0) vectors = new Float64Array(found.length * width);
    some.forEach(({ type }, index) => {
      const cellsOf = found.map((row) => row[`c${index}`]);
      const values = isNumeric(type) ? ranksOf(cellsOf.map(numberIn)) : codesOf(cellsOf.map(textIn));
      values.forEach((value, row) => void (vectors[row * width + first + index] = value));
    });
  }
  return { vectors, width, numbers: numbers.length, rows: width === 0 ? 0 : vectors.length / width };
}

/** Missing numbers are in the middle. Equal ones have one rank. */
function ranksOf(values: readonly number[]): Float64Array {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  const firsts = new Map<number, number>();
  sorted.forEach((value, rank) => void (firsts.has(value) || firsts.set(value, rank / Math.max(1, sorted.length - 1))));
  return Float64Array.from(values, (value) => (Number.isNaN(value) ? 0.5 : firsts.get(value)!));
}

/** Two rows with different values are 1 apart, as the farthest ranks are. */
function codesOf(values: readonly (string | null)[]): Float64Array {
  const codes = new Map([...new Set(values)].map((value, code) => [value, code]));
  return Float64Array.from(values, (value) => codes.get(value)!);
}
