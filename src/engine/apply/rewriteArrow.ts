import { AsyncRecordBatchFileReader, DataType, Field, Message, Schema, type Data, type Dictionary } from 'apache-arrow';
import { CompressionType } from 'apache-arrow/fb/compression-type';
import type { RecordBatch as BatchHeader } from 'apache-arrow/ipc/metadata/message';
import type { Column } from '../../core/schema.ts';
import { openArrow, type ArrowFile } from '../../formats/arrowReader.ts';
import type { Block } from '../../formats/edit/arrowFooter.ts';
import { GrowingDictionary } from '../../formats/edit/arrowDictionaries.ts';
import { rebuildBatch, requireKnownLayout, writeBatch, writeDescription, type ColumnParts, type PlacedMessage } from '../../formats/edit/arrowMessages.ts';
import { readArrowLayout, type ArrowLayout } from '../../formats/edit/arrowLayout.ts';
import { newColumn, newColumnType } from '../../formats/edit/arrowNewColumn.ts';
import { takeRows } from '../../formats/edit/arrowTake.ts';
import { arrowValue, requireArrowCell } from '../../formats/edit/arrowValues.ts';
import { EditError } from '../../formats/edit/editError.ts';
import { Splicer } from '../../formats/edit/splicer.ts';
import type { ByteSink, FilledColumn, RewriteOptions, Rewritten, TableEdits } from '../../formats/edit/tableEdits.ts';
import { packZstd } from '../../formats/edit/zstd.ts';
import type { ByteSource } from '../../formats/format.ts';

/**
 * Writes an Arrow file or stream with some cells changed, rows left out and columns added. Batches in which nothing changes
 * are copied byte for byte, and so are the buffers of columns that do not change in the others. Schema, metadata, batches
 * and compression stay; values that a dictionary lacks are put at its end. One record batch is in memory at a time.
 * @param columns all of the file's, for errors to name them
 * @throws an `EditError` that names row, column and value where one cannot be written
 */
export async function rewriteArrow(
  source: ByteSource,
  sink: ByteSink,
  columns: readonly Column[],
  edits: TableEdits,
  options: RewriteOptions = {},
): Promise<Rewritten> {
  const file = await openArrow(source);
  try {
    const layout = await readArrowLayout(source);
    return await new ArrowRewrite(source, file, layout, new Splicer(source, sink, options), columns, edits).run();
  } finally {
    await file.reader.cancel();
  }
}

interface Lengths {
  readonly descriptionLength: number;
  readonly bodyLength: number;
}

/** New bytes by place in a batch; for columns of a dictionary, the number of the value in it. */
type BatchValues = Map<number, Map<number, Uint8Array | null>>;

class ArrowRewrite {
  readonly #source: ByteSource;
  readonly #file: ArrowFile;
  readonly #layout: ArrowLayout;
  readonly #splicer: Splicer;
  readonly #columns: readonly Column[];
  readonly #edits: TableEdits;
  readonly #fields: readonly Field[];
  readonly #added: readonly FilledColumn[];
  /** By the message that they are grown in. */
  readonly #dictionaries = new Map<PlacedMessage, GrowingDictionary>();
  readonly #loose = new Set<number>();
  /** Lengths of the messages that are written anew. */
  readonly #written = new Map<PlacedMessage, Lengths>();
  /** Batches of a stream that have been read. */
  #batchesRead = 0;

  constructor(source: ByteSource, file: ArrowFile, layout: ArrowLayout, splicer: Splicer, columns: readonly Column[], edits: TableEdits) {
    this.#source = source;
    this.#file = file;
    this.#layout = layout;
    this.#splicer = splicer;
    this.#columns = columns;
    this.#edits = edits;
    this.#fields = file.reader.schema.fields;
    this.#added = edits.added ?? [];
  }
  async run(): Promise<Rewritten> {
    const { batches, footer, schema } = this.#layout;
    const starts: number[] = [];
    let rows = 0;
    for (const { message } of batches) {
      starts.push(rows);
      rows += headerOf(message).length;
    }
    const values = await this.#valuesByBatch(starts, rows);
    for (const [message, dictionary] of this.#dictionaries) if (dictionary.hasGrown) this.#growDictionary(message, dictionary);
    let kept = 0;
    for (const [index, message] of batches.entries()) {
      const keptRows = this.#keptRows(starts[index]!, headerOf(message.message).length);
      kept += keptRows?.length ?? headerOf(message.message).length;
      const batchValues = values.get(index);
      if (!batchValues && !keptRows && this.#added.length === 0) continue;
      this.#splicer.replace(message.at, message.end, async () => this.#rebuild(index, starts[index]!, keptRows, batchValues ?? new Map()));
    }
    const newSchema = this.#added.length > 0 ? this.#schemaWithAdded() : null;
    if (newSchema && schema) this.#splicer.replace(schema.at, schema.end, async () => [writeDescription(Message.from(newSchema), schema.marked)]);
    await this.#splicer.run(footer?.at ?? this.#source.size);
    if (footer) {
      const moved = (message: PlacedMessage): Block => ({
        at: this.#splicer.moved(message.at),
        ...(this.#written.get(message) ?? { descriptionLength: message.body - message.at, bodyLength: message.message.bodyLength }),
      });
      await this.#splicer.write(footer.write(this.#layout.dictionaries.map(moved), batches.map(moved), newSchema));
    }
    return { rows: kept, notKept: this.#losses() };
  }

  /** Rows of a batch that stay, from 0; null where all do. */
  #keptRows(start: number, length: number): Int32Array | null {
    const { dropped } = this.#edits;
    if (!dropped || dropped.size === 0) return null;
    const rows = Int32Array.from({ length }, (_, row) => row).filter((row) => !dropped.has(start + row + 1));
    return rows.length === length ? null : rows;
  }

  async #valuesByBatch(starts: readonly number[], rows: number): Promise<Map<number, BatchValues>> {
    const byBatch = new Map<number, BatchValues>();
    let batch = 0;
    for (const [row, cells] of [...this.#edits.cells].sort(([a], [b]) => a - b)) {
      if (row < 1 || row > rows) throw new EditError(`There is no row ${row}: the file has ${rows}.`);
      while (batch + 1 < starts.length && row > starts[batch + 1]!) batch++;
      const values: BatchValues = byBatch.get(batch) ?? new Map();
      byBatch.set(batch, values);
      for (const [column, text] of cells) {
        const places = values.get(column) ?? new Map<number, Uint8Array | null>();
        values.set(column, places.set(row - 1 - starts[batch]!, await this.#valueOf(batch, row, column, text)));
      }
    }
    return byBatch;
  }

  async #valueOf(batch: number, row: number, column: number, text: string | null): Promise<Uint8Array | null> {
    const field = this.#fields[column];
    if (!field) throw new EditError(`Row ${row}: there is no column ${column + 1}.`);
    const type = field.type as DataType;
    try {
      requireArrowCell(text, field);
      if (text === null) return null;
      return DataType.isDictionary(type) ? (await this.#dictionaryOf(batch, type, column, text)).numberOf(text) : arrowValue(text, type);
    } catch (error) {
      throw error instanceof EditError ? new EditError(`Row ${row}, “${this.#columns[column]?.name ?? field.name}”: ${error.message}.`) : error;
    }
  }

  /** The dictionary of a column as a batch sees it. In a file that is the last of its id, in a stream the last before the batch. */
  async #dictionaryOf(batch: number, type: Dictionary, column: number, text: string): Promise<GrowingDictionary> {
    const isStream = this.#layout.footer === null;
    const own = this.#layout.dictionaries.filter(({ message }) => message.isDictionaryBatch() && message.header().id === type.id);
    const before = isStream ? own.filter(({ at }) => at < this.#layout.batches[batch]!.at) : own;
    const message = before.at(-1);
    if (!message) throw new EditError('its dictionary is missing');
    let dictionary = this.#dictionaries.get(message);
    if (!dictionary) {
      const vector = isStream ? (await this.#readAhead(batch)).children[column]!.dictionary : this.#file.reader.dictionaries.get(type.id);
      if (!vector) throw new EditError('its dictionary is missing');
      dictionary = new GrowingDictionary(type, vector);
      this.#dictionaries.set(message, dictionary);
    }
    const next = own[before.length];
    if (!dictionary.has(text) && next?.message.isDictionaryBatch() && next.message.header().isDelta)
      throw new EditError(
        'its dictionary grows along the stream, so that a value that it lacks at this place cannot be put in. Write the stream as a file first',
      );
    return dictionary;
  }

  /** A batch of a stream, read before the stream is gone through to be written. */
  async #readAhead(batch: number): Promise<Data> {
    const ahead = await openArrow(this.#source);
    try {
      for (let index = 0; ; index++) {
        const { value } = await ahead.reader.next();
        if (index === batch && value) return value.data;
        if (!value) throw new EditError(`record batch ${batch + 1} cannot be read`);
      }
    } finally {
      await ahead.reader.cancel();
    }
  }

  #growDictionary(message: PlacedMessage, dictionary: GrowingDictionary): void {
    this.#splicer.replace(message.at, message.end, async () => {
      const data = dictionary.grown();
      const { header, body } = rebuildBatch(headerOf(message.message), new Uint8Array(), [{ data }], data.length);
      return this.#note(message, writeBatch(message, header, body));
    });
  }

  async #rebuild(index: number, start: number, keptRows: Int32Array | null, values: BatchValues): Promise<Uint8Array[]> {
    const message = this.#layout.batches[index]!;
    const old = headerOf(message.message);
    requireKnownLayout(message.message, this.#fields.map(({ type }) => type as DataType));
    const batch = await this.#read(index);
    const all = Int32Array.from({ length: old.length }, (_, row) => row);
    const columns = this.#fields.map(({ type }, column): ColumnParts => {
      const places = values.get(column);
      if (!places && !keptRows) return { type: type as DataType };
      if (old.compression?.type === CompressionType.ZSTD && !packZstd) this.#loose.add(column);
      const edited = places ? takeRows(batch.children[column]!, all, places) : batch.children[column]!;
      return { data: keptRows ? takeRows(edited, keptRows) : edited };
    });
    const rows = keptRows ?? all;
    const added = this.#added.map((column): ColumnParts => ({ data: newColumn(column, Array.from(rows, (row) => start + row + 1)) }));
    const body = await this.#source.read(message.body, message.end - message.body);
    const rebuilt = rebuildBatch(old, body, [...columns, ...added], rows.length);
    return this.#note(message, writeBatch(message, rebuilt.header, rebuilt.body));
  }
  /** The columns of a batch. Those of a stream are asked for in its order. */
  async #read(index: number): Promise<Data> {
    const { reader } = this.#file;
    if (reader instanceof AsyncRecordBatchFileReader) return (await reader.readRecordBatch(index))!.data;
    for (;;) {
      const { value } = await reader.next();
      if (!value) throw new EditError(`Record batch ${index + 1} cannot be read.`);
      if (this.#batchesRead++ === index) return value.data;
    }
  }

  #note(message: PlacedMessage, [description, body]: readonly Buffer[]): Buffer[] {
    this.#written.set(message, { descriptionLength: description!.length, bodyLength: body!.length });
    return [description!, body!];
  }

  #schemaWithAdded(): Schema {
    const { fields, metadata, dictionaries } = this.#file.reader.schema;
    return new Schema([...fields, ...this.#added.map((column) => new Field(column.name, newColumnType(column), true))], metadata, dictionaries);
  }

  #losses(): string[] {
    const named = (columns: Iterable<number>): string => [...columns].map((column) => `“${this.#columns[column]!.name}”`).join(', ');
    const ordered = this.#fields.flatMap(({ type }, column) => {
      const grown =
        DataType.isDictionary(type) &&
        type.isOrdered &&
        [...this.#dictionaries.values()].some((dictionary) => dictionary.hasGrown && dictionary.type.id === type.id);
      return grown ? [column] : [];
    });
    return [
      ...(this.#loose.size > 0 ? [`Record batches with changes hold ${named(this.#loose)} without compression (Zstandard).`] : []),
      ...(ordered.length > 0 ? [`The values of ${named(ordered)} are declared to be in order, and new ones come last.`] : []),
    ];
  }
}

function headerOf(message: Message): BatchHeader {
  if (message.isDictionaryBatch()) return message.header().data;
  if (message.isRecordBatch()) return message.header();
  throw new EditError('The file is damaged: a schema stands where rows are expected.');
}
