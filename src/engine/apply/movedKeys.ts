import type { ApplyRecord } from '../../core/applied.ts';
import { countBelow } from '../../core/countBelow.ts';
import { contentHashField, type RowKey, rowKeyText } from '../../core/rowKey.ts';
import type { TableEdits } from '../../formats/edit/tableEdits.ts';
import { WriteError } from '../../sidecar/writeError.ts';
import { RowKeys } from '../keys.ts';
import type { OpenTable } from '../openTable.ts';
import type { ApplySource } from './applySource.ts';

type Moves = NonNullable<ApplyRecord['moved']>;

/** Keys of decisions whose rows may have another key in the new version. */
export interface KeysAtStake {
  readonly keys: readonly RowKey[];
  /** The row of each. */
  readonly rows: readonly number[];
}

/**
 * The keys of all decisions, superseded ones too, that the edits may change: keys by content with any edit, keys of
 * columns when one of these is edited.
 */
export async function keysAtStake({ settled, keys, dataset }: ApplySource, edits: TableEdits, signal?: AbortSignal): Promise<KeysAtStake> {
  const edited = new Set([...edits.cells.values()].flatMap((cells) => [...cells.keys()]).map((index) => dataset.columns[index]?.name));
  const dropped = edits.dropped ?? new Set();
  const all = new Map(settled.decisions.filter(({ id, row }) => !settled.gone.has(id) && Object.keys(row).length > 0).map(({ row }) => [rowKeyText(row), row]));
  const list = [...all.values()];
  const rows = await keys.rowsOf(list, signal);
  const stake = list
    .map((key, index) => ({ key, row: rows[index] }))
    .filter(
      ({ key, row }) =>
        row !== null &&
        row !== undefined &&
        (dropped.has(row) || contentHashField in key || Object.keys(key).some((name) => edited.has(name))),
    );
  return { keys: stake.map(({ key }) => key), rows: stake.map(({ row }) => row!) };
}

/** The keys that rows have in the new version, where they are others. Throws where the new version does not read back as it should. */
export async function movedKeys({ keys, rows }: KeysAtStake, edits: TableEdits, source: ApplySource, read: OpenTable, signal?: AbortSignal): Promise<Moves> {
  const dropped = Int32Array.from(edits.dropped ?? []).sort();
  const wanted = source.table.records - dropped.length;
  if (read.records !== wanted || lostRows(read) > lostRows(source.table)) {
    throw new WriteError(
      `The new version of ${source.dataset.name} does not read back as it should (${read.records} records instead of ${wanted}), so it was not written. Nothing has changed.`,
    );
  }
  const moved = new Map<number, RowKey | null>();
  for (const [shape, places] of byShape(keys)) {
    const kept = places.filter((place) => !edits.dropped?.has(rows[place]!));
    const now = await new RowKeys(read, shape).keysOf(kept.map((place) => rows[place]! - countBelow(dropped, rows[place]!)), signal);
    kept.forEach((place, index) => void moved.set(place, now[index]!));
    for (const place of places) if (!moved.has(place)) moved.set(place, null);
  }
  return keys.flatMap((key, place) => {
    const now = moved.get(place) ?? null;
    return now && rowKeyText(now) === rowKeyText(key) ? [] : [[key, now] as const];
  });
}

const lostRows = ({ unreadable }: OpenTable): number => unreadable.rows.length;

/** Places of keys by the columns that they name; none for keys by content. */
function byShape(keys: readonly RowKey[]): [string[], number[]][] {
  const shapes = new Map<string, [string[], number[]]>();
  keys.forEach((key, place) => {
    const shape = contentHashField in key ? [] : Object.keys(key).sort();
    const name = JSON.stringify(shape);
    const entry = shapes.get(name) ?? [shape, []];
    entry[1].push(place);
    shapes.set(name, entry);
  });
  return [...shapes.values()];
}
