import { countOf } from '../../core/countWords.ts';
import type { Flips } from '../../core/compare/labelFlips.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { ComparedSide, Comparison } from '../../protocol/compareMethods.ts';
import type { WorkProgress } from '../../protocol/engineMethods.ts';
import { engineMemory } from '../memoryPool.ts';
import { isChanged, readChangedCells, type ChangedCells } from './changedCells.ts';
import { areWrittenAlike, comparedColumns, schemaChanges, type ComparedColumn } from './comparedColumns.ts';
import { describeLabels, readFlips } from './labelChanges.ts';
import { type PairedRows, pairByContent, pairByKey, type PairingSources } from './pairRows.ts';
import { guessRenamed } from './renamedColumns.ts';
import { chooseMatching, type Version } from './rowMatching.ts';

export interface ComparedVersion extends Version {
  readonly profiles: readonly ColumnProfile[];
}

export interface Versions {
  readonly before: ComparedVersion;
  readonly after: ComparedVersion;
}

/** A comparison, and what its rows are listed from. */
export interface ComparedDatasets {
  readonly versions: Versions;
  readonly comparison: Comparison;
  readonly paired: PairedRows;
  readonly cells: ChangedCells;
  readonly flips: Flips | null;
}

export interface CompareWork {
  readonly signal: AbortSignal;
  progress(value: WorkProgress): void;
}

/** Bytes that are held for a row of either version while rows are paired: its number, two hashes, partners and the hash table. */
const bytesPerRow = 48;
const bytesPerMegabyte = 1024 * 1024;

/**
 * What became of a dataset between two versions. Rows are compared by 64-bit hashes of their cells, so that neither file is
 * held. Rejects with an error in words where they have no column in common, a key asked for is not in both, or there is
 * too little memory; with an AbortError where it is stopped.
 */
export async function compareDatasets(versions: Versions, key: readonly string[] | undefined, work: CompareWork): Promise<ComparedDatasets> {
  const { before, after } = versions;
  const columns = comparedColumns(formatOf(before), formatOf(after));
  if (columns.length === 0) throw new Error(`The two versions have no column in common: before ${listed(before)}, after ${listed(after)}.`);
  const wanted = Math.ceil(((before.table.records + after.table.records) * bytesPerRow) / bytesPerMegabyte) + 1;
  const share = await engineMemory.reserve(wanted);
  try {
    if (share.megabytes < wanted * 0.9)
      throw new Error(
        `To compare so many rows takes ${wanted} megabytes beside what the datasets take, and ${Math.floor(share.megabytes)} are left. Give the engine more memory (winnow.memoryLimit, --memory).`,
      );
    return await compare(versions, columns, key, work);
  } finally {
    share.release();
  }
}

async function compare(
  versions: Versions,
  columns: readonly ComparedColumn[],
  key: readonly string[] | undefined,
  { signal, progress }: CompareWork,
): Promise<ComparedDatasets> {
  const { before, after } = versions;
  progress({ words: 'Looking for what names a row' });
  const matching = await chooseMatching(before, after, key, signal);
  const label = labelOf(versions, columns);
  const sources = sourcesOf(versions, columns, signal, progress);
  const paired =
    matching.key.length > 0
      ? await pairByKey(sources, matching.key)
      : await pairByContent(sources, { label: label?.name, content: after.dataset.roles.content, profiles: after.profiles });
  const cells = await readChangedCells(sources, paired.pairing, paired.changed);
  progress({ words: 'Comparing labels and columns' });
  const flips = label ? await flipsOf(versions, label, paired, cells, signal) : null;
  const schema = schemaChanges(formatOf(before), formatOf(after));
  const renamed = await guessRenamed(versions, sources, schema, paired.pairing);
  const added = paired.after.length - paired.pairing.pairs;
  const removed = paired.before.length - paired.pairing.pairs;
  const changed = paired.changed.length;
  const comparison: Comparison = {
    before: sideOf(before),
    after: sideOf(after),
    key: matching.key,
    possibleKeys: matching.possible,
    rows: { same: paired.pairing.pairs - changed, changed, added, removed },
    moved: paired.pairing.countMoved(),
    schema: { ...schema, renamed },
    columns: columns
      .flatMap(({ name }) => (cells.counts.has(name) ? [{ column: name, cells: cells.counts.get(name)! }] : []))
      .sort((a, b) => b.cells - a.cells),
    label: label && flips ? await describeLabels({ before: before.table, after: after.table }, label, flips, signal) : null,
    notes: [...matching.notes, ...paired.notes, ...notesOf(versions, columns)],
    same: changed + added + removed + schema.added.length + schema.removed.length + schema.retyped.length === 0 && sameUnreadable(versions),
  };
  return { versions, comparison, paired, cells, flips };
}

function formatOf({ dataset, table }: Version): Parameters<typeof comparedColumns>[0] {
  return { format: dataset.format, columns: table.columns };
}

function labelOf({ before, after }: Versions, columns: readonly ComparedColumn[]): ComparedColumn | undefined {
  const find = (name: string | undefined): ComparedColumn | undefined => columns.find((column) => column.name === name);
  return find(after.dataset.roles.label) ?? find(before.dataset.roles.label);
}

/** Both sides report what they have read to one bar, which does not know how often they will have to be read. */
function sourcesOf(
  { before, after }: Versions,
  columns: readonly ComparedColumn[],
  signal: AbortSignal,
  progress: (value: WorkProgress) => void,
): PairingSources {
  const all = before.table.records + after.table.records;
  let done = 0;
  const read = (records: number): void => {
    done += records;
    const passes = Math.floor(done / Math.max(1, all));
    progress(passes < 2 ? { words: 'Matching rows', fraction: Math.min(1, done / Math.max(1, 2 * all)) } : { words: 'Comparing cells' });
  };
  return { columns, before: { table: before.table, signal, read }, after: { table: after.table, signal, read } };
}

async function flipsOf(
  { before, after }: Versions,
  label: ComparedColumn,
  { pairing, changed }: PairedRows,
  { bits }: ChangedCells,
  signal: AbortSignal,
): Promise<Flips> {
  const differs = bits.get(label.name);
  const places = Int32Array.from(changed.keys()).filter((place) => isChanged(differs, place));
  const rows = places.map((place) => changed[place]!);
  return readFlips(
    { before: before.table, after: after.table },
    label.name,
    { places, before: rows.map((row) => pairing.ofAfter[row]!), after: rows },
    signal,
  );
}

function sideOf({ dataset }: Version): ComparedSide {
  return {
    format: dataset.format,
    rows: dataset.rows,
    unreadable: dataset.unreadable,
    columns: dataset.columns.length,
    partial: dataset.partial !== undefined,
  };
}

function notesOf({ before, after }: Versions, columns: readonly ComparedColumn[]): string[] {
  const notes: string[] = [];
  for (const [{ dataset }, words] of [[before, 'before'], [after, 'after']] as const) {
    if (dataset.partial) notes.push(`Only the beginning of the version ${words} was read: rows of the rest count as missing there.`);
    if (dataset.unreadable > 0)
      notes.push(
        `${countOf(dataset.unreadable, 'record')} of the version ${words} could not be read, and ${dataset.unreadable === 1 ? 'is' : 'are'} compared with nothing.`,
      );
  }
  if (before.dataset.unreadable > 0 && after.dataset.unreadable > 0 && !sameUnreadable({ before, after }))
    notes.push('Records that could not be read are not the same ones.');
  if (!areWrittenAlike(before.dataset.format, after.dataset.format)) {
    const byValue = columns.filter(({ sameness }) => sameness !== 'text').map(({ name }) => name);
    if (byValue.length > 0)
      notes.push(
        `The formats differ, so ${listedNames(byValue)} ${byValue.length === 1 ? 'is' : 'are'} compared by value (1 and 1.0 are the same), other columns by their text.`,
      );
    notes.push('The formats differ, so an empty cell and a missing one are the same.');
  } else if (before.table.hasAbsent || after.table.hasAbsent) {
    notes.push('A cell that is null and one that is not there are the same.');
  }
  return notes;
}

/** Between formats, the same record is unreadable in other words: as many of them are enough. */
function sameUnreadable({ before, after }: Versions): boolean {
  if (before.dataset.unreadable !== after.dataset.unreadable) return false;
  if (!areWrittenAlike(before.dataset.format, after.dataset.format)) return true;
  const texts = (version: Version): string[] => Array.from(version.table.unreadable.rows, (row) => version.table.unreadable.get(row)?.text ?? '').sort();
  const [old, now] = [texts(before), texts(after)];
  return old.every((text, place) => text === now[place]);
}

function listed({ dataset }: Version): string {
  return listedNames(dataset.columns.map(({ name }) => name));
}

function listedNames(names: readonly string[], most = 8): string {
  return `${names.slice(0, most).map((name) => `“${name}”`).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
}
