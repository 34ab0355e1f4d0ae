import type { CompressionCodec } from 'hyparquet';
import type { Column } from '../../core/schema.ts';
import { packsLoosely } from './parquetCodec.ts';
import { chunkFields, columnFields } from './parquetFooterTree.ts';
import type { ThriftStruct } from './thriftTree.ts';

/** Gathers what a rewritten Parquet file lacks of the old one, by column index. */
export class ParquetLosses {
  /** Rows that were sorted may no longer be. */
  sorting = false;
  arrowSchema = false;
  readonly #columns: readonly Column[];
  readonly #bounds = new Set<number>();
  readonly #indexes = new Set<number>();
  readonly #loose = new Map<CompressionCodec, Set<number>>();
  readonly #encodings = new Map<string, Set<number>>();

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
  }

  /** Looks at what is said of a chunk that is about to be edited. */
  note(column: number, described: ThriftStruct, codec: CompressionCodec): void {
    const chunk = described.struct(columnFields.metadata)!;
    const statistics = chunk.struct(chunkFields.statistics);
    if (statistics && [1, 2, 5, 6].some((field) => statistics.has(field))) this.#bounds.add(column);
    if (described.has(columnFields.offsetIndex) || chunk.has(chunkFields.bloomFilter)) this.#indexes.add(column);
    if (packsLoosely(codec)) setOf(this.#loose, codec).add(column);
  }

  noteEncodings(column: number, lost: ReadonlySet<string>): void {
    for (const encoding of lost) setOf(this.#encodings, encoding).add(column);
  }

  sentences(): string[] {
    const sentences: string[] = [];
    const tell = (columns: ReadonlySet<number>, what: (names: string) => string): void => void (columns.size > 0 && sentences.push(what(this.#names(columns))));
    tell(this.#bounds, (names) => `Row groups with changes no longer say the smallest and largest values of ${names}; readers skip fewer of them.`);
    tell(this.#indexes, (names) => `Row groups with changes no longer have a page index or Bloom filter of ${names}; readers skip less of them.`);
    for (const [codec, columns] of this.#loose) tell(columns, (names) => `Pages with changes of ${names} are framed as ${codec} but not made smaller.`);
    for (const [encoding, columns] of this.#encodings)
      tell(columns, (names) => `Pages with changes of ${names} are encoded plainly instead of by ${encoding}.`);
    if (this.sorting) sentences.push('Row groups with changes no longer say by which columns they are sorted.');
    if (this.arrowSchema) sentences.push('The description of the columns that only Arrow reads (ARROW:schema) is left out, since it lacks the added ones.');
    return sentences;
  }

  #names(columns: ReadonlySet<number>): string {
    const names = [...columns].sort((a, b) => a - b).map((column) => `“${this.#columns[column]!.name}”`);
    return names.length > 5 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
  }
}

function setOf<K>(map: Map<K, Set<number>>, key: K): Set<number> {
  const set = map.get(key) ?? new Set<number>();
  map.set(key, set);
  return set;
}
