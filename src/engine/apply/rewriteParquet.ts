import { parquetSchema } from 'hyparquet';
import { getSchemaPath } from 'hyparquet/src/schema.js';
import type { Column } from '../../core/schema.ts';
import { EditError } from '../../formats/edit/editError.ts';
import { editChunk, type ChunkEdits } from '../../formats/edit/parquetChunk.ts';
import { chunkFields, chunkRange, columnFields, fileFields, groupFields, readFooter, type ParquetFooter } from '../../formats/edit/parquetFooterTree.ts';
import { ParquetLosses } from '../../formats/edit/parquetLosses.ts';
import { newColumnChunk, newColumnSchema } from '../../formats/edit/parquetNewColumn.ts';
import { parquetValue, type RawValue } from '../../formats/edit/parquetValues.ts';
import { Splicer } from '../../formats/edit/splicer.ts';
import type { ByteSink, RewriteOptions, Rewritten, TableEdits } from '../../formats/edit/tableEdits.ts';
import { readThrift, thriftKinds, ThriftStruct, writeThrift } from '../../formats/edit/thriftTree.ts';
import type { ByteSource } from '../../formats/format.ts';

/**
 * Writes a Parquet file with some cells changed, rows left out and columns added. Pages in which nothing changes are copied
 * byte for byte; others are written again in their encoding and codec, values that a dictionary lacks are put at its end.
 * Schema, metadata and row groups stay as they are. At most one column of one row group is in memory at a time.
 * @param columns all of the file's, for errors to name them
 * @throws an `EditError` that names row, column and value where one cannot be written
 */
export async function rewriteParquet(source: ByteSource, sink: ByteSink, columns: readonly Column[], edits: TableEdits, options: RewriteOptions = {}): Promise<Rewritten> {
  const footer = await readFooter(source);
  const rewrite = new ParquetRewrite(source, new Splicer(source, sink, options), columns, edits, footer);
  return rewrite.run();
}

class ParquetRewrite {
  readonly #source: ByteSource;
  readonly #splicer: Splicer;
  readonly #columns: readonly Column[];
  readonly #edits: TableEdits;
  readonly #footer: ParquetFooter;
  readonly #losses: ParquetLosses;
  /** Top-level column of each leaf. */
  readonly #columnOf: readonly number[];
  readonly #dropped: Float64Array;
  /** Chunks that are copied: their offsets are told when everything is written. */
  readonly #copied: ThriftStruct[] = [];

  constructor(source: ByteSource, splicer: Splicer, columns: readonly Column[], edits: TableEdits, footer: ParquetFooter) {
    this.#source = source;
    this.#splicer = splicer;
    this.#columns = columns;
    this.#edits = edits;
    this.#footer = footer;
    this.#losses = new ParquetLosses(columns);
    const leaves = (node: ReturnType<typeof parquetSchema>): number => (node.children.length === 0 ? 1 : node.children.reduce((sum, child) => sum + leaves(child), 0));
    this.#columnOf = parquetSchema(footer.metadata).children.flatMap((node, column) => new Array<number>(leaves(node)).fill(column));
    this.#dropped = Float64Array.from(edits.dropped ?? []).sort();
  }

  async run(): Promise<Rewritten> {
    const { tree, start } = this.#footer;
    const groups = tree.structs(fileFields.groups);
    const kept: ThriftStruct[] = [];
    let first = 0;
    const cells = this.#cellsByGroup(groups.map((group) => group.number(groupFields.rows)));
    for (const [index, group] of groups.entries()) {
      const rows = group.number(groupFields.rows);
      const dropped = this.#droppedWithin(first, first + rows);
      this.#planGroup(group, index, first, cells.get(index) ?? new Map());
      if (dropped < rows || rows === 0) kept.push(group);
      group.setLong(groupFields.rows, rows - dropped);
      first += rows;
    }
    await this.#splicer.run(start);
    for (const group of groups) this.#moveOffset(group, groupFields.offset);
    for (const column of this.#copied) this.#moveOffsets(column);
    const rows = first - this.#dropped.length;
    tree.setLong(fileFields.rows, rows).setList(fileFields.groups, thriftKinds.struct, kept);
    this.#addToSchema(tree);
    const written = writeThrift(tree);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(written.length);
    await this.#splicer.write(Buffer.concat([written, length, Buffer.from('PAR1')]));
    return { rows, notKept: this.#losses.sentences() };
  }

  /** The new values by row group, leaf column and row within the group. */
  #cellsByGroup(lengths: readonly number[]): Map<number, Map<number, Map<number, RawValue | null>>> {
    const byGroup = new Map<number, Map<number, Map<number, RawValue | null>>>();
    let group = 0;
    let first = 0;
    for (const [row, cells] of [...this.#edits.cells].sort(([a], [b]) => a - b)) {
      while (group < lengths.length && row > first + lengths[group]!) first += lengths[group++]!;
      if (row < 1 || group === lengths.length) throw new EditError(`There is no row ${row}: the file has ${first}.`);
      const byColumn = byGroup.get(group) ?? new Map<number, Map<number, RawValue | null>>();
      byGroup.set(group, byColumn);
      for (const [column, text] of cells) {
        const values = byColumn.get(column) ?? new Map<number, RawValue | null>();
        byColumn.set(column, values.set(row - first - 1, this.#valueOf(row, column, text)));
      }
    }
    return byGroup;
  }

  #valueOf(row: number, column: number, text: string | null): RawValue | null {
    const node = parquetSchema(this.#footer.metadata).children[column];
    if (!node) throw new EditError(`Row ${row}: there is no column ${column + 1}.`);
    const { element, children } = node;
    const refuse = (why: string): EditError => new EditError(`Row ${row}, “${this.#columns[column]?.name ?? element.name}”: ${why}.`);
    if (children.length > 0 || element.repetition_type === 'REPEATED') throw refuse('lists and other nested values of a Parquet file cannot be changed');
    if (text === null && element.repetition_type === 'REQUIRED') throw refuse('the column is declared to have a value in every row, so none can be taken out');
    try {
      return text === null ? null : parquetValue(text, element);
    } catch (error) {
      throw error instanceof EditError ? refuse(error.message) : error;
    }
  }

  #planGroup(group: ThriftStruct, index: number, first: number, cells: ReadonlyMap<number, ReadonlyMap<number, RawValue | null>>): void {
    const rows = group.number(groupFields.rows);
    const dropped = this.#droppedWithin(first, first + rows);
    const columns = group.structs(groupFields.columns);
    const sorting = group.structs(groupFields.sorting).map((column) => this.#columnOf[column.number(1)]!);
    if (sorting.some((column) => cells.has(column))) {
      group.delete(groupFields.sorting);
      this.#losses.sorting = true;
    }
    for (const [leaf, column] of columns.entries()) {
      const values = cells.get(this.#columnOf[leaf]!);
      if (dropped === 0 && !values) this.#copyChunk(column);
      else if (dropped === rows) this.#removeChunk(column);
      else this.#editChunk(group, index, leaf, column, {
        values: values ?? new Map(),
        isDropped: (row) => dropped > 0 && this.#edits.dropped!.has(first + row + 1),
        anyDropped: (from, to) => dropped > 0 && this.#droppedWithin(first + from, first + to) > 0,
      });
    }
    if (dropped < rows) for (const place of (this.#edits.added ?? []).keys()) this.#addChunk(group, first, rows, place);
  }

  /** How many of the rows after `first`, up to the one numbered `last`, are dropped. */
  #droppedWithin(first: number, last: number): number {
    return placeOf(this.#dropped, last) - placeOf(this.#dropped, first);
  }

  /** Pages stay; the index of their places has to say the new ones. */
  #copyChunk(column: ThriftStruct): void {
    this.#copied.push(column);
    const [at, length] = [column.number(columnFields.offsetIndex), column.number(columnFields.offsetIndexLength)];
    if (at === 0 || length === 0) return;
    this.#splicer.replace(at, at + length, async (now) => {
      const { struct } = readThrift(await this.#source.read(at, length));
      for (const page of struct.structs(1)) page.setLong(1, this.#splicer.moved(page.number(1)));
      const written = writeThrift(struct);
      column.setLong(columnFields.offsetIndex, now).setInteger(columnFields.offsetIndexLength, written.length);
      return [written];
    });
  }

  #removeChunk(column: ThriftStruct): void {
    const { start, end } = chunkRange(column.struct(columnFields.metadata)!);
    this.#splicer.replace(start, end, async () => []);
    this.#removeIndexes(column, true);
  }

  /** What is said of values that are no longer the same ones. */
  #removeIndexes(column: ThriftStruct, valuesChange: boolean): void {
    const chunk = column.struct(columnFields.metadata)!;
    const remove = (from: ThriftStruct, offset: number, length: number): void => {
      const [at, bytes] = [from.number(offset), from.number(length)];
      if (at > 0 && bytes > 0) this.#splicer.replace(at, at + bytes, async () => []);
      from.delete(offset);
      from.delete(length);
    };
    remove(column, columnFields.offsetIndex, columnFields.offsetIndexLength);
    remove(column, columnFields.columnIndex, columnFields.columnIndexLength);
    if (valuesChange) remove(chunk, chunkFields.bloomFilter, chunkFields.bloomFilterLength);
  }
}
