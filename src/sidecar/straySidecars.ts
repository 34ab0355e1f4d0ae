import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { compareText } from '../core/compareText.ts';
import type { Decision } from '../core/decision.ts';
import { type DecisionFit, fits } from '../core/decisionFit.ts';
import { readDecisionFile, sidecarPath } from './sidecarFile.ts';

/** A sidecar without its data file: that may have been renamed by a program that knows nothing of sidecars. */
export interface StraySidecar {
  readonly path: string;
  /** What the data file was called. */
  readonly dataset: string;
  readonly decisions: readonly Decision[];
}

/** One that fits the rows of a file, so that this may be the file that it is about. */
export interface FittingStray extends StraySidecar {
  readonly fit: DecisionFit;
}

const ending = sidecarPath('');
/** Sidecars that are read. */
const mostRead = 10;

/**
 * Sidecars that fit the rows of a data file which has none of its own, and of which the file is not there any more: the
 * most fitting first.
 * @param fitOf how decisions stand on the rows of the data file
 * @param elsewhere sidecars in other folders, where the data file may have been before
 */
export async function fittingStrays(
  dataPath: string,
  fitOf: (decisions: readonly Decision[]) => Promise<DecisionFit>,
  elsewhere: readonly string[] = [],
): Promise<FittingStray[]> {
  const found: FittingStray[] = [];
  for (const stray of await straySidecars(dataPath, elsewhere)) {
    const fit = await fitOf(stray.decisions);
    if (fits(fit)) found.push({ ...stray, fit });
  }
  return found.sort((a, b) => Number(b.fit.sameFile) - Number(a.fit.sameFile) || b.fit.rows - a.fit.rows);
}

/** Those of files of the same kind, the ones beside the data file first, then those of files of its name. What cannot be read is nobody's. */
async function straySidecars(dataPath: string, elsewhere: readonly string[]): Promise<StraySidecar[]> {
  const folder = dirname(dataPath);
  const names = new Map<string, ReadonlySet<string>>();
  for (const each of new Set([folder, ...elsewhere.map(dirname)])) names.set(each, new Set(await readdir(each).catch(() => [])));
  const beside = names.get(folder)!;
  if (beside.has(basename(sidecarPath(dataPath)))) return [];
  const paths = new Set([...[...beside].filter((name) => name.endsWith(ending)).map((name) => join(folder, name)), ...elsewhere]);
  const rank = (path: string): number => (dirname(path) === folder ? 0 : basename(path) === basename(sidecarPath(dataPath)) ? 1 : 2);
  const gone = [...paths]
    .filter((path) => path.endsWith(ending) && isKindOf(dataOf(path), dataPath) && !names.get(dirname(path))?.has(dataOf(path)))
    .sort((a, b) => rank(a) - rank(b) || compareText(a, b))
    .slice(0, mostRead);
  const read = gone.map(async (path): Promise<StraySidecar[]> => {
    const found = await readDecisionFile(path).catch(() => null);
    return found && found.decisions.length > 0 ? [{ path, dataset: dataOf(path), decisions: found.decisions }] : [];
  });
  return (await Promise.all(read)).flat();
}

/** The name of the data file that a sidecar is about. */
const dataOf = (path: string): string => basename(path).slice(0, -ending.length);

const isKindOf = (name: string, dataPath: string): boolean => name !== '' && extname(name).toLowerCase() === extname(dataPath).toLowerCase();
