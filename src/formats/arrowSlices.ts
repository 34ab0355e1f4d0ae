import { DataType, IntervalUnit, makeData, Message, type Data, type Schema, type Vector } from 'apache-arrow';
import { arrowMagic, startsLikeArrowFile } from './arrow.ts';
import { arrowTextReader } from './arrowText.ts';
import { cellCodes, type ByteSource, type CellColumn, type RowsInPlace } from './format.ts';
import { InvalidText } from './valueText.ts';

/** Read where a message is expected: most descriptions of record batches are shorter. */
const usualMessage = 4096;
const continuation = 0xffff_ffff;

/** Where a column's nodes and buffers are among those of a record batch. */
interface Layout {
  readonly type: DataType;
  readonly node: number;
  readonly buffer: number;
  readonly children: readonly Layout[];
}

interface Batch {
  /** 0-based. */
  readonly firstRow: number;
  readonly rows: number;
  /** Offset in the file. */
  readonly body: number;
  readonly nullCounts: readonly number[];
  readonly buffers: readonly { readonly offset: number; readonly length: number }[];
}

/**
 * Rows of an Arrow file or stream, read where they lie: of a record batch, however long, only the bytes of the rows
 * that are asked for. Batches are found one after the other by their descriptions; their content is passed over.
 */
export class ArrowSlices implements RowsInPlace {
  records = 0;
  readonly #source: ByteSource;
  readonly #layouts: readonly Layout[];
  readonly #dictionaries: ReadonlyMap<number, Vector>;
  readonly #batches: Batch[] = [];
  #at: number;

  private constructor(source: ByteSource, start: number, layouts: readonly Layout[], dictionaries: ReadonlyMap<number, Vector>) {
    this.#source = source;
    this.#at = start;
    this.#layouts = layouts;
    this.#dictionaries = dictionaries;
  }

  /** null where its columns can only be read whole: unions, maps and views. A stream has its dictionaries between its batches. */
  static async of(source: ByteSource, schema: Schema, dictionaries: ReadonlyMap<number, Vector>): Promise<ArrowSlices | null> {
    const isFile = startsLikeArrowFile(await source.read(0, arrowMagic.length));
    if (!isFile && schema.dictionaries.size > 0) return null;
    const next = { node: 0, buffer: 0 };
    const layouts: Layout[] = [];
    for (const { type } of schema.fields) {
      const layout = layoutOf(type as DataType, next);
      if (!layout) return null;
      layouts.push(layout);
    }
    return new ArrowSlices(source, isFile ? 8 : 0, layouts, dictionaries);
  }

  /** Record batches that have been found. */
  get batches(): number {
    return this.#batches.length;
  }

  async findMore(): Promise<boolean> {
    const message = await this.#nextMessage();
    if (!message) return false;
    const { description, body } = message;
    this.#at = body + description.bodyLength;
    if (!description.isRecordBatch()) return true;
    const header = description.header();
    if (header.compression || this.#at > this.#source.size) return false;
    this.#batches.push({
      firstRow: this.records,
      rows: header.length,
      body,
      nullCounts: header.nodes.map(({ nullCount }) => nullCount),
      buffers: header.buffers,
    });
    this.records += header.length;
    return true;
  }

  async #nextMessage(): Promise<{ description: Message; body: number } | null> {
    const at = this.#at;
    const start = await this.#source.read(at, usualMessage);
    if (start.length < 8) return null;
    const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
    // Streams of old have no mark before the length.
    const marked = view.getUint32(0, true) === continuation;
    const length = view.getInt32(marked ? 4 : 0, true);
    const from = marked ? 8 : 4;
    if (length <= 0 || at + from + length > this.#source.size) return null;
    const bytes = from + length <= start.length ? start.subarray(from, from + length) : await this.#source.read(at + from, length);
    return { description: Message.decode(bytes), body: at + from + length };
  }

  async read(rows: ArrayLike<number>, columns: readonly number[]): Promise<CellColumn[]> {
    const cells = columns.map(() => ({
      text: new Array<string>(rows.length).fill(''),
      codes: new Uint8Array(rows.length).fill(cellCodes.absent),
    }));
    for (let place = 0; place < rows.length;) {
      const batch = this.#batchOf(rows[place]! - 1);
      if (!batch) throw new RangeError(`Row ${rows[place]} has not been found yet.`);
      const from = rows[place]! - 1 - batch.firstRow;
      let count = 1;
      while (place + count < rows.length && rows[place + count] === rows[place]! + count && from + count < batch.rows) count++;
      const parts = await Promise.all(columns.map((column) => this.#texts(batch, this.#layouts[column]!, from, from + count)));
      for (const [index, { text, codes }] of parts.entries()) {
        cells[index]!.codes.set(codes, place);
        text.forEach((each, row) => (cells[index]!.text[place + row] = each));
      }
      place += count;
    }
    return cells;
  }

  #batchOf(row: number): Batch | undefined {
    let low = 0;
    let high = this.#batches.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#batches[middle]!.firstRow <= row) low = middle;
      else high = middle;
    }
    const batch = this.#batches[low];
    // Batches without rows begin where the next one does.
    return batch && row >= batch.firstRow && row < batch.firstRow + batch.rows ? batch : undefined;
  }

  async #texts(batch: Batch, layout: Layout, from: number, to: number): Promise<{ text: string[]; codes: Uint8Array }> {
    const start = from - (from % 8);
    const read = arrowTextReader(await this.#slice(batch, layout, start, to));
    const codes = new Uint8Array(to - from);
    const text = Array.from(codes, (_, index) => {
      const cell = read(from - start + index);
      if (cell === null) codes[index] = cellCodes.null;
      else if (cell instanceof InvalidText) codes[index] = cellCodes.unreadable;
      return cell instanceof InvalidText ? cell.text : (cell ?? '');
    });
    return { text, codes };
  }

  /** Rows of a column; `from` is a multiple of eight, since bits of eight rows share a byte. */
  async #slice(batch: Batch, layout: Layout, from: number, to: number): Promise<Data> {
    const { type, node, buffer } = layout;
    const length = to - from;
    if (DataType.isNull(type)) return makeData({ type, length });
    const nullCount = batch.nullCounts[node]! > 0 && batch.buffers[buffer]!.length > 0 ? -1 : 0;
    const nullBitmap = nullCount === 0 ? undefined : await this.#bytes(batch, buffer, from / 8, Math.ceil(to / 8));
    const shared = { type, length, nullCount, nullBitmap };
    if (DataType.isStruct(type))
      return makeData({
        ...shared,
        type,
        children: await Promise.all(layout.children.map((child) => this.#slice(batch, child, from, to))),
      });
    if (DataType.isFixedSizeList(type)) {
      return makeData({ ...shared, type, child: await this.#slice(batch, layout.children[0]!, from * type.listSize, to * type.listSize) });
    }
    if (isVariable(type) || DataType.isList(type) || DataType.isLargeList(type)) {
      const { valueOffsets, first, last } = await this.#offsets(batch, layout, from, to);
      if (DataType.isList(type))
        return makeData({
          ...shared,
          type,
          valueOffsets: valueOffsets as Int32Array,
          child: await this.#slice(batch, layout.children[0]!, first, last),
        });
      if (DataType.isLargeList(type))
        return makeData({
          ...shared,
          type,
          valueOffsets: valueOffsets as BigInt64Array,
          child: await this.#slice(batch, layout.children[0]!, first, last),
        });
      const data = await this.#bytes(batch, buffer + 2, first, last);
      return makeData({ ...shared, type: type as never, valueOffsets: valueOffsets as Int32Array, data });
    }
    const bits = widthOf(DataType.isDictionary(type) ? type.indices : type);
    const data = await this.#bytes(batch, buffer + 1, (from * bits) / 8, Math.ceil((to * bits) / 8));
    if (DataType.isDictionary(type))
      return makeData({ ...shared, type, data: data as never, dictionary: this.#dictionaries.get(type.id) as never });
    return makeData({ ...shared, type: type as never, data: data as never });
  }

  /** Where the values of rows are, counted from the first that is read of them: a multiple of eight. */
  async #offsets(
    batch: Batch,
    { type, buffer }: Layout,
    from: number,
    to: number,
  ): Promise<{ valueOffsets: Int32Array | BigInt64Array; first: number; last: number }> {
    const isLarge = DataType.isLargeUtf8(type) || DataType.isLargeBinary(type) || DataType.isLargeList(type);
    const bytes = await this.#bytes(batch, buffer + 1, from * (isLarge ? 8 : 4), (to + 1) * (isLarge ? 8 : 4));
    const offsets = isLarge
      ? new BigInt64Array(bytes.buffer, bytes.byteOffset, to - from + 1)
      : new Int32Array(bytes.buffer, bytes.byteOffset, to - from + 1);
    const start = Number(offsets[0]);
    const first = start - (start % 8);
    const last = Number(offsets[to - from]);
    const valueOffsets =
      offsets instanceof BigInt64Array ? offsets.map((offset) => offset - BigInt(first)) : offsets.map((offset) => offset - first);
    return { valueOffsets, first, last };
  }

  /** Bytes of a buffer in memory of their own, from where numbers of any width can be read. */
  async #bytes(batch: Batch, buffer: number, from: number, to: number): Promise<Uint8Array> {
    const { offset, length } = batch.buffers[buffer]!;
    if (to > length) throw new RangeError('A record batch is shorter than its description says.');
    return new Uint8Array(await this.#source.read(batch.body + offset + from, to - from));
  }
}

function isVariable(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isBinary(type) || DataType.isLargeBinary(type);
}

/** null for what cannot be cut. */
function layoutOf(type: DataType, next: { node: number; buffer: number }): Layout | null {
  const { node, buffer } = next;
  next.node++;
  if (DataType.isNull(type)) return { type, node, buffer, children: [] };
  if (DataType.isUnion(type) || DataType.isMap(type) || DataType.isUtf8View(type) || DataType.isBinaryView(type)) return null;
  const isNested = DataType.isStruct(type) || DataType.isFixedSizeList(type) || DataType.isList(type) || DataType.isLargeList(type);
  next.buffer += DataType.isStruct(type) || DataType.isFixedSizeList(type) ? 1 : isVariable(type) ? 3 : 2;
  if (!isNested) return { type, node, buffer, children: [] };
  const children: Layout[] = [];
  for (const field of type.children) {
    const child = layoutOf(field.type as DataType, next);
    if (!child) return null;
    children.push(child);
  }
  return { type, node, buffer, children };
}

/** Bits that a value takes. */
export function widthOf(type: DataType): number {
  if (DataType.isBool(type)) return 1;
  if (DataType.isFixedSizeBinary(type)) return type.byteWidth * 8;
  if (DataType.isDecimal(type)) return type.bitWidth;
  if (DataType.isInterval(type)) return { [IntervalUnit.YEAR_MONTH]: 32, [IntervalUnit.DAY_TIME]: 64, [IntervalUnit.MONTH_DAY_NANO]: 128 }[type.unit];
  return (type.ArrayType as { readonly BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT * 8;
}
