import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { countOf } from '../../core/countWords.ts';
import type { DriftSide, DriftSides } from '../../checks/parts/drift/driftSide.ts';
import { openRelationSide } from '../../checks/parts/drift/relationSide.ts';
import { openStoredSide } from '../../checks/parts/drift/storedSide.ts';
import type { WinnowConfig } from '../../core/config.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { Reference } from '../../core/reference.ts';
import { looksStored, readStoredProfile } from '../../core/storedProfile.ts';
import type { LoadProgress } from '../../protocol/engineMethods.ts';
import { describeDataset } from '../describeDataset.ts';
import type { Relation } from '../engine.ts';
import { openDataset } from '../openDataset.ts';
import { findRevision, writeRevision } from './revisionFile.ts';
import { divideBySplit, divideByTime } from './divideRows.ts';

/** An open dataset, as far as comparing takes. */
export interface DriftSource {
  readonly dataset: Dataset;
  readonly profiles: readonly ColumnProfile[];
  readonly relation: Relation;
  readonly config: WinnowConfig;
}

export interface Opening {
  readonly cacheFolder?: string;
  /** Megabytes. */
  readonly memoryLimit: number;
  /** Where versions out of git are written to: a new folder. */
  folder(): Promise<string>;
}

/** Sides that can be compared, for as long as they are open. */
export interface OpenSides extends DriftSides {
  close(): Promise<void>;
}

/** So many bytes tell a stored profile. */
const headBytes = 200;

/** Opens what a dataset is compared with. Throws in words where it is not there or cannot be read. */
export async function openSides(
  source: DriftSource,
  reference: Reference,
  opening: Opening,
  signal: AbortSignal,
  progress: (value: LoadProgress) => void,
): Promise<OpenSides> {
  const parts = partNotes(source.dataset);
  const nothing = { close: () => Promise.resolve() };
  if (reference.kind === 'split') return { ...withNotes(parts, await divideBySplit(source, reference.value, signal)), ...nothing };
  if (reference.kind === 'time') return { ...withNotes(parts, await divideByTime(source, reference, signal)), ...nothing };
  const { path, name } =
    reference.kind === 'file'
      ? { path: reference.path, name: fileName(reference.path) }
      : await writeRevision(await findRevision(source.dataset.path, reference), await opening.folder(), signal);
  const other = await openOther(path, name, source, opening, signal, progress);
  return {
    current: await wholeSide(source, source.dataset.name, signal),
    reference: other.side,
    dividing: [],
    notes: [...parts, ...other.notes],
    close: other.close,
  };
}

const withNotes = (notes: readonly string[], sides: DriftSides): DriftSides => ({ ...sides, notes: [...notes, ...sides.notes] });

/** That a file was not read to its end. */
function partNotes({ name, rows, partial }: Dataset): string[] {
  return partial ? [`${name} was not read to its end: what is said is about its first ${countOf(rows, 'row')}.`] : [];
}

/** All rows of an open dataset. */
export function wholeSide({ dataset, profiles, relation }: DriftSource, name: string, signal: AbortSignal): Promise<DriftSide> {
  return openRelationSide({ name, dataset, profiles: byColumn(profiles), relation, signal });
}

export const byColumn = (profiles: readonly ColumnProfile[]): Map<string, ColumnProfile> => new Map(profiles.map((profile) => [profile.column, profile]));

interface OtherSide {
  readonly side: DriftSide;
  readonly notes: readonly string[];
  close(): Promise<void>;
}

async function openOther(
  path: string,
  name: string,
  { config }: DriftSource,
  { cacheFolder, memoryLimit }: Opening,
  signal: AbortSignal,
  progress: (value: LoadProgress) => void,
): Promise<OtherSide> {
  const stored = await readStored(path, name);
  if (stored !== null)
    return {
      side: openStoredSide(readStoredProfile(stored), name),
      notes: [`${name} is a stored profile: numbers are compared by their quantiles, texts by their lengths.`],
      close: () => Promise.resolve(),
    };
  const other = await openLikewise(path, name, config, { memoryLimit, ...(cacheFolder !== undefined && { cacheFolder }) }, signal, progress);
  try {
    const { dataset } = other;
    const side = await openRelationSide({ ...other, name, signal });
    const notes =
      dataset.unreadable > 0
        ? [
            `${countOf(dataset.unreadable, 'record')} of ${name} could not be read and ${dataset.unreadable === 1 ? 'was' : 'were'} not compared.`,
          ]
        : [];
    return { side, notes, close: other.close };
  } catch (error) {
    await other.close();
    throw error;
  }
}

/** Another dataset, for as long as it is open. */
export interface OpenedOther {
  readonly dataset: Dataset;
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
  readonly relation: Relation;
  close(): Promise<void>;
}

/** Opens another file. How its text is written may be another matter than in the dataset's own; what its columns mean is not. */
export async function openLikewise(
  path: string,
  name: string,
  config: WinnowConfig,
  opening: Pick<Opening, 'cacheFolder' | 'memoryLimit'>,
  signal: AbortSignal,
  progress: (value: LoadProgress) => void,
): Promise<OpenedOther> {
  const likewise: WinnowConfig = { ...(config.types && { types: config.types }), ...(config.roles && { roles: config.roles }) };
  const loaded = await openDataset({ path, config: likewise, ...opening }, signal, (value) => progress({ ...value, words: `${name}: ${value.words}` }));
  try {
    const { profiles } = loaded.content;
    const { dataset } = await describeDataset(loaded, profiles, likewise, signal);
    return { dataset, profiles: byColumn(profiles), relation: loaded.table.relation, close: () => loaded.close() };
  } catch (error) {
    await loaded.close();
    throw error;
  }
}

/** The text of a stored profile; null where the file is something else. */
async function readStored(path: string, name: string): Promise<string | null> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? new Error(`there is no file ${path} to compare with`) : error;
  });
  try {
    if ((await file.stat()).isDirectory()) throw new Error(`${name} is a folder; name a file in it to compare with, ${join(path, 'data.csv')} for instance`);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    // Reading at a place leaves the file where it was: at its beginning.
    return looksStored(buffer.toString('utf8', 0, bytesRead)) ? await file.readFile({ encoding: 'utf8' }) : null;
  } finally {
    await file.close();
  }
}

function fileName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}
