import type { Encoding, SchemaElement } from 'hyparquet';
import { Encodings, PageTypes } from 'hyparquet/src/constants.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { EditError } from './editError.ts';
import { packPage, unpackPage } from './parquetCodec.ts';
import { bitWidth, encodeRuns } from './parquetLevels.ts';
import { encodeLevels, lengthOf, page, readContent, v1, v2, type ChunkLayout, type PageContent, type ReadPage } from './parquetPage.ts';
import { encodePlain, type RawValue } from './parquetValues.ts';
import { readThrift, type ThriftStruct, writeThrift } from './thriftTree.ts';

/** What changes in the rows of a chunk, whose first row is 0. */
export interface ChunkEdits {
  /** New values by row, null for none: only where the column is flat. */
  readonly values: ReadonlyMap<number, RawValue | null>;
  isDropped(row: number): boolean;
  /** Whether any of the rows, from the first up to before the last, is dropped. */
  anyDropped(from: number, to: number): boolean;
}

export interface EditedChunk {
  readonly pages: readonly Uint8Array[];
  readonly hasDictionary: boolean;
  /** Bytes of the dictionary page, which come first, and of all pages, before they are packed. */
  readonly dictionaryLength: number;
  readonly unpackedLength: number;
  /** Values, nulls and repetitions included; nulls of a flat column. */
  readonly values: number;
  readonly nulls: number | null;
  /** Pages whose encoding could not be kept, by their encoding. */
  readonly encodingsLost: ReadonlySet<string>;
  readonly pagesLost: boolean;
}

/** Edits the pages of a column chunk: those in which nothing changes stay byte for byte. Throws an `EditError` for what cannot be read. */
export function editChunk(bytes: Uint8Array, layout: ChunkLayout, edits: ChunkEdits): EditedChunk {
  return new ChunkEditor(layout, edits).edit(bytes);
}

class ChunkEditor {
  readonly #layout: ChunkLayout;
  readonly #edits: ChunkEdits;
  readonly #element: SchemaElement;
  readonly #mostDefinition: number;
  readonly #mostRepetition: number;
  #dictionary: {
    readonly page: ReadPage;
    readonly plain: Uint8Array;
    readonly values: RawValue[];
    readonly places: Map<string, number>;
    readonly added: RawValue[];
  } | null = null;
  readonly #encodingsLost = new Set<string>();
  #row = 0;
  #values = 0;
  #nulls = 0;
  #unpacked = 0;
  #pagesLost = false;

  constructor(layout: ChunkLayout, edits: ChunkEdits) {
    this.#layout = layout;
    this.#edits = edits;
    const path = [...layout.path];
    this.#element = path.at(-1)!.element;
    this.#mostDefinition = getMaxDefinitionLevel(path);
    this.#mostRepetition = getMaxRepetitionLevel(path);
  }

  edit(bytes: Uint8Array): EditedChunk {
    const pages: Uint8Array[] = [];
    for (let at = 0; at < bytes.length;) {
      const { struct, end } = readThrift(bytes, at);
      const next = end + struct.number(page.packed);
      const read: ReadPage = { header: struct, bytes: bytes.subarray(end, next), whole: bytes.subarray(at, next) };
      const type = PageTypes[struct.number(page.type)];
      if (type === 'DICTIONARY_PAGE') this.#readDictionary(read);
      else if (type === 'DATA_PAGE' || type === 'DATA_PAGE_V2') {
        const edited = this.#dataPage(read);
        if (edited) pages.push(edited);
        else this.#pagesLost = true;
      } else pages.push(bytes.subarray(at, next));
      at = next;
    }
    const dictionary = this.#dictionaryPage();
    return {
      pages: dictionary ? [dictionary, ...pages] : pages,
      hasDictionary: dictionary !== null,
      dictionaryLength: dictionary?.length ?? 0,
      unpackedLength: this.#unpacked,
      values: this.#values,
      nulls: this.#mostRepetition === 0 ? this.#nulls : null,
      encodingsLost: this.#encodingsLost,
      pagesLost: this.#pagesLost,
    };
  }

  #readDictionary(read: ReadPage): void {
    const plain = unpackPage(read.bytes, read.header.number(page.unpacked), this.#layout.codec);
    // Read from a copy: numbers have to be aligned.
    const copy = Uint8Array.from(plain);
    const reader = { view: new DataView(copy.buffer), offset: 0 };
    const values = Array.from(
      readPlain(
        reader,
        this.#layout.type,
        read.header.struct(page.dictionary)!.number(1),
        this.#element.type_length,
      ) as ArrayLike<RawValue>,
    );
    const places = new Map<string, number>();
    values.forEach((value, index) => places.has(keyOf(value)) || places.set(keyOf(value), index));
    this.#dictionary = { page: read, plain: copy, values, places, added: [] };
  }

  /** The dictionary page, with the values that it did not have. */
  #dictionaryPage(): Uint8Array | null {
    if (!this.#dictionary) return null;
    const { page: read, plain, values, added } = this.#dictionary;
    if (added.length === 0) return this.#keep(read);
    // It was perhaps sorted, and is no longer.
    read.header
      .struct(page.dictionary)!
      .setInteger(1, values.length + added.length)
      .delete(3);
    return this.#writePage(read.header, new Uint8Array(), Buffer.concat([plain, encodePlain(added, this.#layout.type)]));
  }

  #keep(read: ReadPage): Uint8Array {
    this.#unpacked += read.whole.length - read.bytes.length + read.header.number(page.unpacked);
    return read.whole;
  }

  /** The page as it is to be; null where none of its rows is left. */
  #dataPage(read: ReadPage): Uint8Array | null {
    const version2 = read.header.struct(page.v2);
    const count = (version2 ?? read.header.struct(page.v1)!).number(1);
    if (this.#mostRepetition === 0 && !this.#touches(this.#row, this.#row + count)) {
      this.#row += count;
      this.#values += count;
      this.#nulls +=
        this.#mostDefinition === 0 ? 0 : version2 ? version2.number(v2.nulls) : this.#countNulls(readContent(read, this.#layout));
      return this.#keep(read);
    }
    const content = readContent(read, this.#layout);
    const edited = this.#editContent(content);
    this.#values += edited.definition.length;
    this.#nulls += this.#countNulls(edited);
    if (edited === content) return this.#keep(read);
    return edited.definition.length === 0 ? null : this.#writeDataPage(read.header, edited);
  }

  #countNulls({ definition }: PageContent): number {
    return definition.reduce((sum, level) => sum + (level < this.#mostDefinition ? 1 : 0), 0);
  }

  #touches(from: number, to: number): boolean {
    if (this.#edits.anyDropped(from, to)) return true;
    for (const row of this.#edits.values.keys()) if (row >= from && row < to) return true;
    return false;
  }

  /** Without dropped rows and with new values; the same object where nothing changes. Moves on to the row after the page. */
  #editContent(content: PageContent): PageContent {
    const { definition, repetition, values, encoding } = content;
    const edited = { definition: [] as number[], repetition: [] as number[], values: [] as RawValue[], encoding };
    let changed = false;
    let next = 0;
    for (const [at, level] of definition.entries()) {
      // A page may begin within a row that began in the one before.
      if ((repetition[at] ?? 0) === 0) this.#row++;
      const row = this.#row - 1;
      const own = level === this.#mostDefinition ? values[next++]! : null;
      const value = this.#edits.values.get(row);
      const isDropped = this.#edits.isDropped(row);
      changed ||= isDropped || value !== undefined;
      if (isDropped) continue;
      const now = value === undefined ? own : value === null ? null : this.#toEncode(value, encoding);
      edited.definition.push(value === undefined ? level : value === null ? 0 : this.#mostDefinition);
      edited.repetition.push(repetition[at] ?? 0);
      if (now !== null) edited.values.push(now);
    }
    return changed ? edited : content;
  }

  /** The value, or its index where the page refers to the dictionary, which gets it if it lacks it. */
  #toEncode(value: RawValue, encoding: Encoding): RawValue {
    if (!encoding.endsWith('_DICTIONARY')) return value;
    if (!this.#dictionary) throw new EditError('its dictionary is missing');
    const { places, values, added } = this.#dictionary;
    const key = keyOf(value);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, values.length + added.length);
    added.push(value);
    return values.length + added.length - 1;
  }

  #writeDataPage(header: ThriftStruct, { definition, repetition, values, encoding }: PageContent): Uint8Array {
    const levels = [encodeLevels(repetition, this.#mostRepetition), encodeLevels(definition, this.#mostDefinition)];
    const body = this.#encodeValues(values, encoding);
    const code = encoding.endsWith('_DICTIONARY') ? Encodings.indexOf(encoding) : Encodings.indexOf('PLAIN');
    const version2 = header.struct(page.v2);
    if (version2) {
      version2
        .setInteger(v2.values, definition.length)
        .setInteger(v2.nulls, definition.length - values.length)
        .setInteger(v2.rows, this.#mostRepetition === 0 ? definition.length : repetition.filter((level) => level === 0).length);
      version2
        .setInteger(v2.encoding, code)
        .setInteger(v2.repetitionLength, levels[0]!.length)
        .setInteger(v2.definitionLength, levels[1]!.length)
        .delete(v2.statistics);
      return this.#writePage(header, Buffer.concat(levels), body, version2.fields.get(v2.isPacked)?.value !== false);
    }
    header.struct(page.v1)!.setInteger(v1.values, definition.length).setInteger(v1.encoding, code).delete(v1.statistics);
    const withLengths = levels.flatMap((level) => (level.length > 0 ? [lengthOf(level), level] : []));
    return this.#writePage(header, new Uint8Array(), Buffer.concat([...withLengths, body]));
  }

  #encodeValues(values: RawValue[], encoding: Encoding): Buffer {
    if (encoding.endsWith('_DICTIONARY')) {
      const { values: known, added } = this.#dictionary!;
      const width = Math.max(1, bitWidth(known.length + added.length - 1));
      return Buffer.concat([Buffer.from([width]), encodeRuns(values as number[], width)]);
    }
    if (encoding !== 'PLAIN') this.#encodingsLost.add(encoding);
    return encodePlain(values, this.#layout.type);
  }

  /** `levels`: what stands before the packed part. */
  #writePage(header: ThriftStruct, levels: Uint8Array, body: Uint8Array, isPacked = true): Uint8Array {
    const packed = isPacked ? packPage(body, this.#layout.codec) : body;
    header.setInteger(page.unpacked, levels.length + body.length).setInteger(page.packed, levels.length + packed.length);
    // Optional, and true of the old bytes alone.
    header.delete(page.crc);
    const head = writeThrift(header);
    this.#unpacked += head.length + levels.length + body.length;
    return Buffer.concat([head, levels, packed]);
  }
}

/** Equal for equal values of a column. */
function keyOf(value: RawValue): string {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
  return Object.is(value, -0) ? '-0' : String(value);
}
