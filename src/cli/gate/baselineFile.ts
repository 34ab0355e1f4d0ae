import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type AcceptedFinding, addAccepted, type Baseline, parseBaseline, serialiseBaseline } from '../../core/baseline.ts';
import { KnownFindings, leastSeverity, subjectText } from '../../core/findingMarks.ts';
import { rowMark } from '../../engine/gate/rowMark.ts';
import { atomicWrite } from '../../sidecar/atomicWrite.ts';
import { configPaths } from '../../sidecar/configPaths.ts';

export const baselineName = 'winnow.baseline.json';

/** A baseline: findings that were accepted as they are, of the datasets in and below its folder. */
export class BaselineFile {
  readonly path: string;
  readonly #byFile = new Map<string, AcceptedFinding[]>();
  readonly damaged: readonly number[];

  constructor(path: string, { accepted, damaged }: Baseline) {
    this.path = path;
    this.damaged = damaged;
    for (const entry of accepted) {
      const entries = this.#byFile.get(entry.file);
      if (entries) entries.push(entry);
      else this.#byFile.set(entry.file, [entry]);
    }
  }

  /** Throws when there is a file that cannot be read; without one nothing is accepted yet. */
  static async read(path: string): Promise<BaselineFile> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw new Error(`${path}: The baseline cannot be read: ${error.message}`);
    });
    return new BaselineFile(path, parseBaseline(text));
  }

  /** The name under which a dataset stands in it. */
  nameOf(dataPath: string): string {
    return relative(dirname(resolve(this.path)), resolve(dataPath)).split(sep).join('/');
  }

  of(name: string): readonly AcceptedFinding[] {
    return this.#byFile.get(name) ?? [];
  }

  knownOf(name: string): KnownFindings {
    const known = new KnownFindings();
    addAccepted(known, this.of(name), rowMark);
    return known;
  }

  /** Accepted findings of a dataset by these checks that are not among those found. */
  staleOf(name: string, checks: readonly string[], found: KnownFindings): AcceptedFinding[] {
    return this.of(name).filter((entry) => {
      if (!checks.includes(entry.check)) return false;
      const subject = subjectText(entry);
      return entry.row ? !found.hasRow(subject, rowMark(entry.row), leastSeverity) : !found.hasWhole(subject, leastSeverity);
    });
  }

  /** Takes what is accepted of a dataset by these checks in place of what was; what other checks say stays. */
  replace(name: string, checks: readonly string[], accepted: readonly AcceptedFinding[]): void {
    this.#byFile.set(name, [...this.of(name).filter(({ check }) => !checks.includes(check)), ...accepted]);
  }

  /** Throws in words where it cannot be written; then it is as it was. */
  async write(): Promise<void> {
    await atomicWrite(this.path, Buffer.from(serialiseBaseline([...this.#byFile.values()].flat())));
  }
}

/** That a baseline which was asked for is not there, in words. */
export const noBaseline = (path: string): string => `${path}: There is no such baseline; --write-baseline makes one.`;

/**
 * Where the baseline of a dataset is: the nearest one of the folders whose winnow.json holds for it; without any, beside
 * the nearest winnow.json, else beside the data.
 */
export function baselinePath(dataPath: string, exists: (path: string) => boolean, root?: string): { readonly path: string; readonly exists: boolean } {
  const configs = configPaths(dataPath, root).filter((path) => basename(path) === 'winnow.json').reverse();
  const baselines = configs.map((path) => join(dirname(path), baselineName));
  const found = baselines.find(exists);
  if (found !== undefined) return { path: found, exists: true };
  const config = configs.find(exists);
  return { path: join(dirname(config ?? resolve(dataPath)), baselineName), exists: false };
}
