import { parquetSchema, type SchemaTree } from 'hyparquet';
import { getSchemaPath } from 'hyparquet/src/schema.js';
import { countUpTo } from '../../core/countBelow.ts';
import type { Column } from '../../core/schema.ts';
import { EditError } from '../../formats/edit/editError.ts';
import { editChunk, type ChunkEdits } from '../../formats/edit/parquetChunk.ts';
import { addTo, describeEdited } from '../../formats/edit/parquetDescribe.ts';
import { chunkFields, chunkRange, columnFields, fileFields, groupFields, readFooter, type ParquetFooter } from '../../formats/edit/parquetFooterTree.ts';
import { ParquetLosses } from '../../formats/edit/parquetLosses.ts';
import { addToSchema, newColumnChunk } from '../../formats/edit/parquetNewColumn.ts';
import { lengthOf } from '../../formats/edit/parquetPage.ts';
import type { RawValue } from '../../formats/edit/parquetValues.ts';
import { Splicer } from '../../formats/edit/splicer.ts';
import type { ByteSink, RewriteOptions, Rewritten, TableEdits } from '../../formats/edit/tableEdits.ts';
import { readThrift, thriftKinds, ThriftStruct, writeThrift } from '../../formats/edit/thriftTree.ts';
import type { ByteSource } from '../../formats/format.ts';
import { cellsByGroup } from './cellsByGroup.ts';

/**
 * Writes a Parquet file with some cells changed, rows left out and columns added. Pages in which nothing changes are copied
 * byte for byte; others are written again in their encoding and codec, values that a dictionary lacks are put at its end.
 * Schema, metadata and row groups stay as they are. At most one column of one row group is in memory at a time.
 * @param columns all of the file's, for errors to name them
 * @throws an `EditError` that names row, column and value where one cannot be written
 */
export async function rewriteParquet(
  source: ByteSource,
  sink: ByteSink,
  columns: readonly Column[],
  edits: TableEdits,
  options: RewriteOptions = {},
): Promise<Rewritten> {
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
  readonly #nodes: readonly SchemaTree[];
  /** Top-level column of each leaf. */
  readonly #columnOf: readonly number[];
  readonly #dropped: Float64Array;
  /** Chunks that are copied: their offsets are told when everything is written. */
  readonly #copied: ThriftStruct[] = [];
  readonly #edited: ThriftStruct[] = [];

  constructor(source: ByteSource, splicer: Splicer, columns: readonly Column[], edits: TableEdits, footer: ParquetFooter) {
    this.#source = source;
    this.#splicer = splicer;
    this.#columns = columns;
    this.#edits = edits;
    this.#footer = footer;
    this.#losses = new ParquetLosses(columns);
    const leaves = (node: SchemaTree): number => (node.children.length === 0 ? 1 : node.children.reduce((sum, child) => sum + leaves(child), 0));
    this.#nodes = parquetSchema(footer.metadata).children;
    this.#columnOf = this.#nodes.flatMap((node, column) => new Array<number>(leaves(node)).fill(column));
    this.#dropped = Float64Array.from(edits.dropped ?? []).sort();
  }

  async run(): Promise<Rewritten> {
    const { tree, start } = this.#footer;
    const groups = tree.structs(fileFields.groups);
    const kept: ThriftStruct[] = [];
    let first = 0;
    const cells = cellsByGroup(this.#edits.cells, groups.map((group) => group.number(groupFields.rows)), { nodes: this.#nodes, columns: this.#columns });
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
    for (const column of this.#edited) this.#moveOffset(column.struct(columnFields.metadata)!, chunkFields.bloomFilter);
    const rows = first - this.#droppedWithin(0, first);
    tree.setLong(fileFields.rows, rows).setList(fileFields.groups, thriftKinds.struct, kept);
    if (addToSchema(tree, this.#edits.added ?? []).arrowSchemaLost) this.#losses.arrowSchema = true;
    const written = writeThrift(tree);
    await this.#splicer.write(Buffer.concat([written, lengthOf(written), Buffer.from('PAR1')]));
    return { rows, notKept: this.#losses.sentences() };
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
    return countUpTo(this.#dropped, last) - countUpTo(this.#dropped, first);
  }

  /** Pages stay; the index of their places has to say the new ones. */
  #copyChunk(column: ThriftStruct): void {
    this.#copied.push(column);
    const [at, length] = [column.number(columnFields.offsetIndex), column.number(columnFields.offsetIndexLength)];
    if (at === 0 || length === 0) return;
    // Before its pages it would be written when their places are not known yet.
    if (at < chunkRange(column.struct(columnFields.metadata)!).end) return this.#removeIndexes(column, false);
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

  /** `index` and `leaf`: which chunk of which row group it is. */
  #editChunk(group: ThriftStruct, index: number, leaf: number, column: ThriftStruct, edits: ChunkEdits): void {
    const name = this.#columns[this.#columnOf[leaf]!]!.name;
    const described = this.#footer.metadata.row_groups[index]!.columns[leaf]!.meta_data;
    if (!described || column.has(columnFields.path)) throw new EditError(`“${name}”: its values are encrypted or in another file, so they cannot be changed.`);
    const chunk = column.struct(columnFields.metadata)!;
    const { start, end } = chunkRange(chunk);
    const layout = { type: described.type, codec: described.codec, path: getSchemaPath(this.#footer.metadata.schema, described.path_in_schema) };
    this.#losses.note(this.#columnOf[leaf]!, column, described.codec);
    this.#removeIndexes(column, edits.values.size > 0);
    this.#edited.push(column);
    this.#splicer.replace(start, end, async (at) => {
      try {
        const edited = editChunk(await this.#source.read(start, end - start), layout, edits);
        this.#losses.noteEncodings(this.#columnOf[leaf]!, edited.encodingsLost);
        describeEdited(group, column, edited, at);
        return edited.pages;
      } catch (error) {
        throw error instanceof EditError ? new EditError(`“${name}”, row group ${index + 1}: ${error.message}.`) : error;
      }
    });
  }

  /** Puts a chunk of an added column after the last one of the row group. */
  #addChunk(group: ThriftStruct, first: number, rows: number, place: number): void {
    const column = this.#edits.added![place]!;
    const columns = group.list(groupFields.columns);
    const existing = group.structs(groupFields.columns).slice(0, this.#columnOf.length);
    const end = existing.reduce((most, each) => Math.max(most, chunkRange(each.struct(columnFields.metadata)!).end), 0);
    const codec = this.#footer.metadata.row_groups[0]!.columns[0]!.meta_data!.codec;
    const texts: (string | null)[] = [];
    for (let row = first + 1; row <= first + rows; row++)
      if (!this.#edits.dropped?.has(row)) texts.push(column.values.has(row) ? column.values.get(row)! : column.otherwise);
    const description = new ThriftStruct();
    columns.push(description);
    this.#splicer.replace(end, end, async (at) => {
      const added = newColumnChunk(column, texts, codec);
      for (const [field, value] of added.description.fields) description.fields.set(field, value);
      description.struct(columnFields.metadata)!.setLong(chunkFields.dataPage, at);
      addTo(group, added.unpacked, added.bytes.length);
      return [added.bytes];
    });
  }

  #moveOffset(struct: ThriftStruct, field: number): void {
    const offset = struct.number(field);
    if (offset > 0) struct.setLong(field, this.#splicer.moved(offset));
  }

  #moveOffsets(column: ThriftStruct): void {
    const chunk = column.struct(columnFields.metadata);
    this.#moveOffset(column, columnFields.offset);
    this.#moveOffset(column, columnFields.columnIndex);
    if (!chunk) return;
    for (const field of [chunkFields.dataPage, chunkFields.indexPage, chunkFields.dictionaryPage, chunkFields.bloomFilter]) this.#moveOffset(chunk, field);
  }
}
