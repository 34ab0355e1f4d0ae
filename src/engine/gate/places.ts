import type { RecordPlace } from '../../protocol/gateMethods.ts';
import type { OpenTable } from '../openTable.ts';

/**
 * Where rows are in a file; null where it has no lines, or has changed. Bytes are told where the index is of the file
 * itself, and not of a copy.
 */
export async function readPlaces(table: OpenTable, path: string, rows: readonly number[]): Promise<(RecordPlace | null)[]> {
  const index = await table.rowIndex();
  if (!index || !(await index.isCurrent())) return rows.map(() => null);
  const hasBytes = index.path === path && !index.transcoded;
  const places: (RecordPlace | null)[] = [];
  for (const row of rows) {
    if (row < 1 || row > index.records) places.push(null);
    else if (hasBytes) places.push(await index.locate(row));
    else places.push({ line: (await index.lines([row]))[0]! });
  }
  return places;
}
