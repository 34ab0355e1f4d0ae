import type { Pairing } from '../../core/compare/pairing.ts';
import type { PairingSources } from './pairRows.ts';
import { readCellHashes } from './rowHashes.ts';

/** Cells whose hashes are held at a time, on either side. */
const cellsAtATime = 8_000_000;

/** Which cells of the changed rows differ: for each column with any, one bit a changed row. */
export interface ChangedCells {
  readonly bits: ReadonlyMap<string, Uint8Array>;
  readonly counts: ReadonlyMap<string, number>;
}

export const isChanged = (bits: Uint8Array | undefined, place: number): boolean => bits !== undefined && (bits[place >>> 3]! & (1 << (place & 7))) !== 0;

/** Compares the cells of rows that differ with those of their partners, some columns at a time. */
export async function readChangedCells({ before, after, columns }: PairingSources, pairing: Pairing, changed: Int32Array): Promise<ChangedCells> {
  const bits = new Map<string, Uint8Array>();
  const counts = new Map<string, number>();
  if (changed.length === 0) return { bits, counts };
  const partners = changed.map((row) => pairing.ofAfter[row]!);
  const atOnce = Math.max(1, Math.floor(cellsAtATime / changed.length));
  for (let first = 0; first < columns.length; first += atOnce) {
    const group = columns.slice(first, first + atOnce);
    const old = await readCellHashes(before, group.map((column) => column.before), partners);
    const now = await readCellHashes(after, group.map((column) => column.after), changed);
    group.forEach(({ name }, index) => {
      const differs = new Uint8Array((changed.length + 7) >>> 3);
      let count = 0;
      for (let place = 0; place < changed.length; place++) {
        if (old[index]![place] === now[index]![place]) continue;
        differs[place >>> 3]! |= 1 << (place & 7);
        count++;
      }
      if (count > 0) {
        bits.set(name, differs);
        counts.set(name, count);
      }
    });
  }
  return { bits, counts };
}
