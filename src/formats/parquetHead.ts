import type { ColumnMetaData, PageHeader, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { decompressStart } from './decompressStart.ts';
import type { ByteSource } from './format.ts';
import { rawParsers } from './parquetText.ts';

/** Bytes of each column that are read at first: all columns together stay within a few megabytes, however many there are. */
const mostRead = 48 * 1024;
const leastRead = 4 * 1024;
const allRead = 4 << 20;
/** What a page holds at first, as far as its values are asked for; more where they do not end there. */
const usualStart = 32 * 1024;
const growth = 8;

type ColumnDecoder = Parameters<typeof convert>[1];

/** A page in the file, without its header. */
interface Page {
  readonly header: PageHeader;
  readonly at: number;
}

/**
 * The first values of a column that is neither nested nor repeated, null where there is none, as the file stores them.
 * Of a page only as much is read and decompressed as they take: pages of many megabytes are common.
 * @param columns how many columns are read beside each other.
 * @returns null where the page is written in a way that takes all of it to be read.
 */
export async function readFirstValues(
  source: ByteSource,
  chunk: ColumnMetaData,
  raw: SchemaTree,
  root: SchemaTree,
  rows: number,
  columns: number,
): Promise<unknown[] | null> {
  const reader = new PageReader(source, chunk, raw, root, Math.max(leastRead, Math.min(mostRead, Math.floor(allRead / columns))));
  const values: unknown[] = [];
  while (values.length < rows) {
    const page = await reader.next();
    if (page.header.type === 'DICTIONARY_PAGE') reader.dictionary = page;
    else if (page.header.type === 'DATA_PAGE' || page.header.type === 'DATA_PAGE_V2') {
      const read = await reader.values(page, rows - values.length);
      if (!read) return null;
      values.push(...read);
    }
  }
  return values;
}

/** Thrown where the start of a page does not hold what was asked of it. */
class TooShort extends RangeError {}

class PageReader {
  dictionary: Page | null = null;
  readonly #source: ByteSource;
  readonly #codec: string;
  readonly #decoder: ColumnDecoder;
  readonly #nullable: boolean;
  readonly #end: number;
  #at: number;
  #window: { readonly at: number; readonly bytes: Uint8Array };
  readonly #read: number;

  constructor(source: ByteSource, chunk: ColumnMetaData, raw: SchemaTree, root: SchemaTree, read: number) {
    this.#source = source;
    this.#codec = chunk.codec;
    this.#at = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
    this.#end = this.#at + Number(chunk.total_compressed_size);
    this.#nullable = raw.element.repetition_type !== 'REQUIRED';
    this.#decoder = {
      pathInSchema: chunk.path_in_schema,
      type: chunk.type,
      element: raw.element,
      schemaPath: [root, raw],
      codec: chunk.codec,
      parsers: { ...DEFAULT_PARSERS, ...rawParsers },
      utf8: false,
    };
    this.#window = { at: 0, bytes: new Uint8Array() };
    this.#read = read;
  }

  async next(): Promise<Page> {
    for (let length = this.#read; ; length *= growth) {
      if (this.#at >= this.#end) throw new RangeError('the column ends too early');
      const bytes = await this.#bytes(this.#at, Math.min(length, this.#end - this.#at));
      const reader = { view: viewOf(bytes), offset: 0 };
      try {
        const header = parquetHeader(reader);
        const at = this.#at + reader.offset;
        this.#at = at + header.compressed_page_size;
        return { header, at };
      } catch (error) {
        if (this.#at + length >= this.#end) throw error;
      }
    }
  }

  /** Values of a data page, as many as are wanted and there; null where only all of it can be read. */
  values(page: Page, wanted: number): Promise<unknown[] | null> {
    return this.#withStart(page, async (start, header) => {
      const body = viewOf(start);
      const v2 = header.data_page_header_v2;
      const count = Math.min(wanted, v2?.num_values ?? header.data_page_header?.num_values ?? 0);
      let at = v2 ? v2.repetition_levels_byte_length : 0;
      let levels: Int32Array | null = null;
      if (this.#nullable) {
        const length = v2 ? v2.definition_levels_byte_length : requireUint32(body, 0);
        if (!v2) at += 4;
        levels = readRuns(body, at, 1, count);
        at += length;
      }
      const present = levels ? levels.reduce((sum, level) => sum + level, 0) : count;
      const encoding = v2?.encoding ?? header.data_page_header?.encoding;
      const read =
        encoding === 'PLAIN'
          ? this.#plain(body, at, present)
          : encoding?.endsWith('_DICTIONARY')
            ? await this.#fromDictionary(body, at, present)
            : null;
      if (!read) return null;
      let next = 0;
      return Array.from({ length: count }, (_, row) => (levels?.[row] === 0 ? null : read[next++]));
    });
  }

  /** Reads more and more of a page, until what is asked of it is there. */
  async #withStart<T>(page: Page, read: (start: Uint8Array, header: PageHeader) => Promise<T | null>): Promise<T | null> {
    const { header, at } = page;
    for (let length = usualStart; ; length *= growth) {
      const isWhole = length >= header.uncompressed_page_size;
      const compressed = isWhole ? header.compressed_page_size : Math.min(header.compressed_page_size, length + length / 64 + 64);
      const start = this.#decompress(header, await this.#bytes(at, Math.floor(compressed)), Math.min(length, header.uncompressed_page_size));
      if (!start) return null;
      try {
        return await read(start, header);
      } catch (error) {
        if (isWhole || !(error instanceof RangeError)) throw error;
      }
    }
  }

  /** Levels of the second version of pages are not compressed. */
  #decompress(header: PageHeader, bytes: Uint8Array, length: number): Uint8Array | null {
    const v2 = header.data_page_header_v2;
    if (!v2) return decompressStart(this.#codec, bytes, length);
    const levels = v2.definition_levels_byte_length + v2.repetition_levels_byte_length;
    const body = bytes.subarray(levels);
    const start = v2.is_compressed === false ? body : decompressStart(this.#codec, body, Math.max(0, length - levels));
    return start && Buffer.concat([bytes.subarray(0, levels), start]);
  }

  #plain(view: DataView, at: number, count: number): ArrayLike<unknown> {
    const { type, element } = this.#decoder;
    const reader = { view, offset: at };
    const values = readPlain(reader, type, count, element.type_length);
    if (reader.offset > view.byteLength) throw new TooShort();
    return convert(values, this.#decoder);
  }

  /** As much of the dictionary is read as these values are in. */
  async #fromDictionary(view: DataView, at: number, count: number): Promise<ArrayLike<unknown> | null> {
    const { dictionary } = this;
    if (!dictionary) throw new Error('the dictionary is missing');
    if (count === 0) return [];
    if (at >= view.byteLength) throw new TooShort();
    const indexes = readRuns(view, at + 1, view.getUint8(at), count);
    const needed = indexes.reduce((most, index) => Math.max(most, index), 0) + 1;
    const known = await this.#withStart(dictionary, async (start) => this.#plain(viewOf(start), 0, needed));
    return known && Array.from(indexes, (index) => known[index]);
  }

  async #bytes(at: number, length: number): Promise<Uint8Array> {
    const { at: start, bytes } = this.#window;
    if (at >= start && at + length <= start + bytes.length) return bytes.subarray(at - start, at - start + length);
    const read = await this.#source.read(at, Math.max(length, Math.min(this.#read, this.#end - at)));
    this.#window = { at, bytes: read };
    return read.subarray(0, length);
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function requireUint32(view: DataView, at: number): number {
  return view.getUint32(at, true);
}

/** The first `count` numbers of runs and of packed bits: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE */
function readRuns(view: DataView, from: number, width: number, count: number): Int32Array {
  const values = new Int32Array(count);
  const bytes = Math.ceil(width / 8);
  let at = from;
  for (let seen = 0; seen < count && width > 0; ) {
    let header = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = view.getUint8(at++);
      header += (byte & 127) * factor;
      if (byte < 128) break;
    }
    const run = Math.floor(header / 2);
    if (header % 2 === 0) {
      let value = 0;
      for (let index = bytes - 1; index >= 0; index--) value = value * 256 + view.getUint8(at + index);
      at += bytes;
      values.fill(value, seen, seen + run);
      seen += run;
      continue;
    }
    const end = Math.min(count, seen + run * 8);
    for (let bit = 0; seen < end; bit += width) values[seen++] = packedNumber(view, at, bit, width);
    at += run * width;
  }
  return values;
}

function packedNumber(view: DataView, at: number, bit: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index++) {
    const place = bit + index;
    if ((view.getUint8(at + (place >> 3)) >> (place & 7)) & 1) value += 2 ** index;
  }
  return value;
}
