import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Decision } from '../core/decision.ts';
import { readDecisionFile, sidecarPath } from './sidecarFile.ts';

/** A sidecar without its data file: that may have been renamed by a program that knows nothing of sidecars. */
export interface StraySidecar {
  readonly path: string;
  /** What the data file was called. */
  readonly dataset: string;
  readonly decisions: readonly Decision[];
}

const ending = sidecarPath('');
/** Sidecars of one folder that are read. */
const mostRead = 10;

/**
 * Sidecars beside a data file that has none of its own, of files of the same kind that are not there any more. What
 * cannot be read is nobody's.
 */
export async function straySidecars(dataPath: string): Promise<StraySidecar[]> {
  const folder = dirname(dataPath);
  const names = new Set(await readdir(folder).catch(() => []));
  if (names.has(sidecarPath(basename(dataPath)))) return [];
  const datasets = [...names].filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
  const gone = datasets.filter((name) => !names.has(name) && extname(name).toLowerCase() === extname(dataPath).toLowerCase());
  const read = gone.sort().slice(0, mostRead).map(async (dataset): Promise<StraySidecar[]> => {
    const path = join(folder, sidecarPath(dataset));
    const found = await readDecisionFile(path).catch(() => null);
    return found && found.decisions.length > 0 ? [{ path, dataset, decisions: found.decisions }] : [];
  });
  return (await Promise.all(read)).flat();
}
