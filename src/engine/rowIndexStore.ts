import { toCsvDialect } from '../formats/csv.ts';
import { nodeByteSource } from '../formats/byteSource.ts';
import type { OpenedFile } from '../formats/format.ts';
import { storedDatabase, type Database } from './duckdb.ts';
import { RowIndex } from './rowIndex.ts';
import { Checkpoints, IrregularPlaces } from './rowIndexPlaces.ts';

const table = 'row_index';
/** Checkpoints in one row of the table: 16 bytes each as Base64. */
const stretch = 65_536;

/** Keeps an index beside the rows, so that another opening need not read the file through again: about 3 MB a gigabyte. */
export async function storeRowIndex(database: Database, index: RowIndex): Promise<void> {
  // The copy that it is of goes with the session.
  if (index.transcoded) return;
  const { records, end, checkpoints, irregular } = index.parts;
  await database.execute(`CREATE TABLE ${table} (place INTEGER, bytes VARCHAR, lines VARCHAR)`);
  const insert = (place: number, bytes: string, lines: string): Promise<void> =>
    database.execute(`INSERT INTO ${table} VALUES (?, ?, ?)`, [place, bytes, lines]);
  await insert(-1, JSON.stringify({ records, end }), JSON.stringify({ rows: irregular.rows, places: irregular.places }));
  for (let from = 0; from < checkpoints.length; from += stretch) {
    const { bytes, lines } = checkpoints.slice(from, from + stretch);
    await insert(from / stretch, encoded(bytes), encoded(lines));
  }
}

/** The index that was kept; null where there is none, and it has to be built. The file is the one that it was kept for. */
export async function restoreRowIndex(database: Database, opened: OpenedFile): Promise<RowIndex | null> {
  const source = opened.toEngine();
  if (source.kind !== 'text' || opened.compression || (source.text.encoding ?? 'utf-8') !== 'utf-8') return null;
  const stored = await database.query(`SELECT place, bytes, lines FROM ${storedDatabase}.${table} ORDER BY place`).catch(() => []);
  const [head, ...stretches] = stored;
  if (!head) return null;
  const { records, end } = JSON.parse(String(head['bytes'])) as Pick<RowIndex['parts'], 'records' | 'end'>;
  const checkpoints = new Checkpoints();
  for (const each of stretches) {
    checkpoints.add({ bytes: new Float64Array(decoded(each['bytes'])), lines: new Uint32Array(decoded(each['lines'])) });
  }
  const irregular = new IrregularPlaces(JSON.parse(String(head['lines'])) as { rows: number[]; places: number[] });
  const dialect = source.format === 'jsonl' ? null : toCsvDialect(source.text, opened.columns.length);
  return RowIndex.of(await nodeByteSource(source.path), { dialect, start: source.start }, { records, end, checkpoints, irregular, segments: [] });
}

const encoded = (list: Float64Array | Uint32Array): string => Buffer.from(list.buffer, list.byteOffset, list.byteLength).toString('base64');

/** A buffer of its own, which lists of numbers can be laid over. */
function decoded(text: unknown): ArrayBuffer {
  return Uint8Array.from(Buffer.from(String(text), 'base64')).buffer;
}
