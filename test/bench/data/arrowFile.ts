import { open, type FileHandle } from 'node:fs/promises';
import {
  type Data,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  type DataType,
} from 'apache-arrow';
import { type Review, reviewColumnNames, reviewColumns } from './review.ts';

const types = { VARCHAR: new Utf8(), DOUBLE: new Float64(), INTEGER: new Int32(), TIMESTAMP: new TimestampMillisecond() } as const;
const schema = new Schema(reviewColumnNames.map((name) => new Field(name, types[reviewColumns[name]], true)));

/** Writes an Arrow IPC file, record batch by record batch; no more than one batch waits to be written. */
export class ArrowFile {
  readonly #writer = new RecordBatchFileWriter();
  readonly #handle: FileHandle;
  readonly #copied: Promise<void>;
  #given = 0;
  #written = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
    this.#copied = this.#copy();
  }

  static async create(path: string): Promise<ArrowFile> {
    return new ArrowFile(await open(path, 'w'));
  }

  async write(rows: readonly Review[]): Promise<void> {
    const children = reviewColumnNames.map((name) => columnData(rows.map((row) => row[name]), types[reviewColumns[name]]));
    this.#writer.write(new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children })));
    // Padding and headers come on top of this.
    this.#given += children.reduce(
      (sum, { values, valueOffsets }) =>
        sum + (values as Uint8Array).byteLength + ((valueOffsets as Int32Array | undefined)?.byteLength ?? 0),
      0,
    );
    while (this.#written < this.#given) await new Promise((resolve) => setImmediate(resolve));
  }

  async close(): Promise<void> {
    this.#writer.close();
    await this.#copied;
    await this.#handle.close();
  }

  async #copy(): Promise<void> {
    for await (const bytes of this.#writer) {
      await this.#handle.write(bytes as Uint8Array);
      this.#written += (bytes as Uint8Array).byteLength;
    }
  }
}

/** Built from buffers: `vectorFromArray` takes several times as long. */
function columnData(values: readonly (string | number | null)[], type: DataType): Data {
  const length = values.length;
  const nullBitmap = new Uint8Array(Math.ceil(length / 8));
  let nullCount = 0;
  values.forEach((value, index) => {
    if (value === null) nullCount++;
    else nullBitmap[index >> 3]! |= 1 << (index & 7);
  });
  const nulls = { length, nullCount, nullBitmap };
  if (type instanceof Utf8) {
    const data = Buffer.from(values.map((value) => value ?? '').join(''));
    const valueOffsets = new Int32Array(length + 1);
    values.forEach((value, index) => (valueOffsets[index + 1] = valueOffsets[index]! + (value === null ? 0 : Buffer.byteLength(String(value)))));
    return makeData({ type, ...nulls, valueOffsets, data });
  }
  if (type instanceof Float64) return makeData({ type, ...nulls, data: Float64Array.from(values, Number) });
  if (type instanceof Int32) return makeData({ type, ...nulls, data: Int32Array.from(values, Number) });
  if (type instanceof TimestampMillisecond)
    return makeData({ type, ...nulls, data: BigInt64Array.from(values, (value) => BigInt(Date.parse(`${String(value)}Z`))) });
  throw new TypeError(`No buffers are built for ${String(type)}.`);
}
