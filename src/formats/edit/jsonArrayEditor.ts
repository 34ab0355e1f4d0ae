import type { TextOptions } from '../../core/dataset.ts';
import type { Column } from '../../core/schema.ts';
import { utf8Blocks } from '../encoding.ts';
import type { ByteSource } from '../format.ts';
import { findArray } from '../json.ts';
import { JsonElements, type JsonElement } from '../jsonElements.ts';
import { readTextHead } from '../textHead.ts';
import { EditError } from './editError.ts';
import { recordEditor, type AddedColumn, type RecordEdit, type RecordEditor } from './recordEditor.ts';
import { SourceOffsets } from './sourceOffsets.ts';

/** Where a record is in the file. */
export interface ElementPlace {
  /** 1-based number of the record. */
  readonly row: number;
  /** Offset and length in the file, in bytes, without the white space around it; no length where nothing stands between two commas. */
  readonly byte: number;
  readonly length: number;
}

/** A stretch of a file, and the bytes that take its place. */
export interface Splice {
  readonly byte: number;
  readonly length: number;
  readonly by: Uint8Array;
}

/**
 * The places of a JSON array's elements in file order, found in one pass. The array is the one that the reader shows: the
 * whole text, or a property of the object that it is. `text`: as the file was read. Throws a `FormatError`.
 */
export async function* jsonElementPlaces(source: ByteSource, text: TextOptions, signal?: AbortSignal): AsyncGenerator<ElementPlace> {
  const head = await readTextHead(source, text);
  const start = findArray(head);
  const elements = new JsonElements(start.line, start.byte);
  const offsets = new SourceOffsets(source, head.encoding, head.markLength);
  let row = 0;
  const place = async (element: JsonElement): Promise<ElementPlace> => {
    const byte = await offsets.find(element.byte);
    return { row: ++row, byte, length: (await offsets.find(element.byte + element.bytes.length)) - byte };
  };
  let skip = start.byte;
  for await (const { bytes } of utf8Blocks(source, head.encoding, head.markLength)) {
    signal?.throwIfAborted();
    const skipped = Math.min(skip, bytes.length);
    skip -= skipped;
    for (const element of elements.push(bytes.subarray(skipped))) yield await place(element);
    if (elements.closed) return;
  }
  const rest = elements.rest();
  if (rest) yield await place(rest);
}

/**
 * What changes in the file when records of a JSON array are edited or removed, in file order; every byte outside of the
 * splices stays. A record is removed with the comma before it, the first ones with the comma after.
 * @param editOf what is to happen with a row: nothing where null.
 * @throws an `EditError` that names the row.
 */
export async function* jsonArraySplices(
  source: ByteSource,
  { text, columns, added = [] }: { readonly text: TextOptions; readonly columns: readonly Column[]; readonly added?: readonly AddedColumn[] },
  editOf: (row: number) => RecordEdit | 'remove' | null,
  signal?: AbortSignal,
): AsyncGenerator<Splice> {
  const editor = recordEditor('json', text, columns, added);
  const nothing = new Uint8Array();
  /** End of the record before; and the start of one that is to go, of those that come before all that stay. */
  let before: number | null = null;
  let leading: ElementPlace | null = null;
  let anyKept = false;
  for await (const place of jsonElementPlaces(source, text, signal)) {
    if (leading) yield { byte: leading.byte, length: place.byte - leading.byte, by: nothing };
    leading = null;
    const end = place.byte + place.length;
    const edit = editOf(place.row);
    if (edit === 'remove') {
      if (anyKept) yield { byte: before!, length: end - before!, by: nothing };
      else leading = place;
    } else {
      anyKept = true;
      if (edit) yield { byte: place.byte, length: place.length, by: editElement(editor, await source.read(place.byte, place.length), edit, place.row) };
    }
    before = end;
  }
  if (leading) yield { byte: leading.byte, length: leading.length, by: nothing };
}

function editElement(editor: RecordEditor, record: Uint8Array, edit: RecordEdit, row: number): Uint8Array {
  try {
    return editor.edit(record, edit);
  } catch (error) {
    throw error instanceof EditError ? new EditError(`Row ${row}: ${error.message}`) : error;
  }
}
