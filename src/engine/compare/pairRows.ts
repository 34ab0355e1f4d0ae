import { setImmediate } from 'node:timers/promises';
import type { ColumnProfile } from '../../core/profile.ts';
import { type CellHashes, pairAllButOne, pairNearest } from '../../core/compare/nearestRows.ts';
import { type HashedRows, Pairing } from '../../core/compare/pairing.ts';
import { engineMemory } from '../memoryPool.ts';
import type { ComparedColumn } from './comparedColumns.ts';
import { columnBits, enoughBits } from './columnBits.ts';
import { readCellHashes, readRowHashes, type HashSource } from './rowHashes.ts';

export interface PairedRows {
  readonly pairing: Pairing;
  /** Readable rows. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Rows after whose content is not that of their partner, ascending. */
  readonly changed: Int32Array;
  readonly notes: readonly string[];
}

export interface PairingSources {
  readonly before: HashSource;
  readonly after: HashSource;
  readonly columns: readonly ComparedColumn[];
}

/** Left-over rows whose cells are looked at one by one; more of them take too long where several cells changed. */
const mostNearest = 100_000;
const bytesPerMegabyte = 1024 * 1024;

/** Pairs rows by the columns of their key. */
export async function pairByKey({ before, after, columns }: PairingSources, key: readonly string[]): Promise<PairedRows> {
  const keyColumns = columns.filter(({ name }) => key.includes(name));
  const pairing = new Pairing(before.table.records, after.table.records);
  pairing.pairEqual(await hashesOf(before, keyColumns, 'before'), await hashesOf(after, keyColumns, 'after'));
  const old = await hashesOf(before, columns, 'before');
  const now = await hashesOf(after, columns, 'after');
  const places = new Int32Array(before.table.records + 1);
  old.rows.forEach((row, place) => void (places[row] = place));
  const changed = now.rows.filter((row, place) => {
    const partner = pairing.ofAfter[row]!;
    return partner !== 0 && (old.high[places[partner]!] !== now.high[place] || old.low[places[partner]!] !== now.low[place]);
  });
  return { pairing, before: old.rows, after: now.rows, changed, notes: [] };
}

/** Content that rows are known by, from what says most to what says least. */
export interface ContentRoles {
  readonly label: string | undefined;
  readonly content: readonly string[];
  readonly profiles: readonly ColumnProfile[];
}

/** Pairs rows by their content: those that are equal, then those that differ in the label alone, then in one cell, then in several. */
export async function pairByContent(sources: PairingSources, roles: ContentRoles): Promise<PairedRows> {
  const { before, after, columns } = sources;
  const pairing = new Pairing(before.table.records, after.table.records);
  const [old, now] = [await hashesOf(before, columns, 'before'), await hashesOf(after, columns, 'after')];
  pairing.pairEqual(old, now);
  const equal = Uint8Array.from(pairing.ofAfter, (row) => Math.min(1, row));
  const left = { before: pairing.leftBefore(old.rows), after: pairing.leftAfter(now.rows) };
  const notes = await pairLeft(sources, roles, pairing, left);
  const changed = now.rows.filter((row) => pairing.ofAfter[row] !== 0 && equal[row] === 0);
  return { pairing, before: old.rows, after: now.rows, changed, notes };
}

interface LeftRows {
  readonly before: Int32Array;
  readonly after: Int32Array;
}

async function pairLeft(sources: PairingSources, { label, content, profiles }: ContentRoles, pairing: Pairing, left: LeftRows): Promise<string[]> {
  const { before, after, columns } = sources;
  const enough = enoughBits(Math.max(before.table.records, after.table.records));
  const bits = columns.map(({ name }) => {
    const profile = profiles.find(({ column }) => column === name);
    return profile ? columnBits(profile, enough) : 0;
  });
  const without = columns.filter(({ name }) => name !== label);
  const named = columns.filter(({ name }) => content.includes(name) && name !== label);
  const says = (some: readonly ComparedColumn[]): number => columns.reduce((sum, column, place) => sum + (some.includes(column) ? bits[place]! : 0), 0);
  for (const some of [without, says(named) >= enough ? named : []]) {
    if (some.length === 0 || some.length === columns.length || isDone(pairing, left)) continue;
    pairing.pairEqual(
      await hashesOf(before, some, 'before', pairing.leftBefore(left.before)),
      await hashesOf(after, some, 'after', pairing.leftAfter(left.after)),
    );
  }
  return isDone(pairing, left) ? [] : pairByCells(sources, bits, enough, pairing, left);
}

const isDone = ({ ofBefore, ofAfter }: Pairing, { before, after }: LeftRows): boolean =>
  before.every((row) => ofBefore[row] !== 0) || after.every((row) => ofAfter[row] !== 0);

async function pairByCells(
  { before, after, columns }: PairingSources,
  bits: readonly number[],
  enough: number,
  pairing: Pairing,
  all: LeftRows,
): Promise<string[]> {
  const left: LeftRows = { before: pairing.leftBefore(all.before), after: pairing.leftAfter(all.after) };
  const wanted = Math.ceil(((left.before.length + left.after.length) * columns.length * 4 * 2) / bytesPerMegabyte) + 1;
  const share = await engineMemory.reserve(wanted);
  try {
    if (share.megabytes < wanted * 0.9)
      return [
        'So many rows differ that there was no memory to look for rows of which one cell changed: they count as removed and added. More memory, or a key, helps.',
      ];
    const cells = {
      before: await cellsOf(
        before,
        columns.map((column) => column.before),
        left.before,
      ),
      after: await cellsOf(
        after,
        columns.map((column) => column.after),
        left.after,
      ),
    };
    const breathe = async (): Promise<void> => {
      await setImmediate();
      after.signal.throwIfAborted();
    };
    const options = { bits, enough, breathe };
    await pairAllButOne(cells.before, cells.after, options, pairing);
    if (isDone(pairing, left)) return [];
    if (Math.max(left.before.length, left.after.length) > mostNearest)
      return [
        'So many rows differ that those with several changed cells were not looked for: they count as removed and added. A key helps.',
      ];
    await pairNearest(cells.before, cells.after, options, pairing);
    return [];
  } finally {
    share.release();
  }
}

async function cellsOf(source: HashSource, expressions: readonly string[], rows: Int32Array): Promise<CellHashes> {
  const columns: Uint32Array[] = [];
  // A few at a time: what is read is twice as large as what is held.
  const atOnce = Math.max(1, Math.floor(4_000_000 / Math.max(1, rows.length)));
  for (let first = 0; first < expressions.length; first += atOnce) {
    const hashes = await readCellHashes(source, expressions.slice(first, first + atOnce), rows);
    columns.push(...hashes.map((column) => Uint32Array.from(column, (hash) => hash >>> 0)));
  }
  return { rows, columns };
}

function hashesOf(source: HashSource, columns: readonly ComparedColumn[], side: 'before' | 'after', rows?: Int32Array): Promise<HashedRows> {
  return readRowHashes(source, columns.map((column) => column[side]), rows);
}
