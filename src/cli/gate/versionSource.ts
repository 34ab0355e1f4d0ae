import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { WinnowConfig } from '../../core/config.ts';
import { writeBlob } from '../../git/blob.ts';
import type { Repository } from '../../git/repository.ts';
import { runGit } from '../../git/runGit.ts';
import { readConfig } from '../../sidecar/config.ts';
import { decisionsOf, parseSidecar } from '../../sidecar/decisions.ts';
import { sidecarPath } from '../../sidecar/sidecarFile.ts';
import { baselineName } from './baselineFile.ts';
import type { VersionSource } from './earlierFindings.ts';
import type { MarkSource } from './markCache.ts';

/** What findings of a version follow from. `decided`: the blob of its sidecar. */
export const markSource = (blob: string, decided: string | undefined, config: WinnowConfig): MarkSource => [blob, decided ?? null, config];

/** Names of the files that may configure a dataset. */
export const configNames = (path: string): string[] => besides(path).filter((name) => name.endsWith('winnow.json'));

/** The blobs of those. */
export const configBlobs = (path: string, beside: ReadonlyMap<string, string>): (string | undefined)[] => configNames(path).map((name) => beside.get(name));

export const isSameConfig = (a: readonly (string | undefined)[], b: readonly (string | undefined)[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** How a version was configured. What is wrong there is no matter of the commit to be. */
export async function configBefore(repository: Repository, folder: string, path: string, beside: ReadonlyMap<string, string>): Promise<WinnowConfig> {
  for (const [name, blob] of beside) if (name.endsWith('winnow.json')) await writeVersion(repository, blob, inFolder(folder, name));
  return (await readConfig(inFolder(folder, path), { root: folder })).config;
}

interface KnownVersion {
  readonly repository: Repository;
  /** Where it is written, when it is. */
  readonly folder: string;
  readonly path: string;
  readonly blob: string;
  /** Blobs of what stands beside it. */
  readonly beside: ReadonlyMap<string, string>;
  readonly config: WinnowConfig;
}

/** A version of a file as it can be checked, with the decisions beside it there. */
export function versionSource({ repository, folder, path, blob, beside, config }: KnownVersion): VersionSource {
  const decided = beside.get(sidecarPath(path));
  return {
    config,
    source: markSource(blob, decided, config),
    write: () => writeVersion(repository, blob, inFolder(folder, path)),
    decisions: async () => (decided === undefined ? [] : decisionsOf(parseSidecar(await runGit(repository.root, ['cat-file', 'blob', decided])))),
  };
}

/** A reference beside the data is that of the working tree; one in another revision cannot be found from a copy, and is left out. */
export function withReference({ reference, ...config }: WinnowConfig, top: string, root: string): WinnowConfig {
  if (reference === undefined || /^(?:split|time):/.test(reference)) return { ...config, ...(reference !== undefined && { reference }) };
  const near = reference.startsWith(`${top}${sep}`) ? `${root}${reference.slice(top.length)}` : reference;
  return isAbsolute(near) ? { ...config, reference: near } : config;
}

/** Other files of the dataset are those of the working tree, too; `whole` is the dataset there, which is none of them. */
export function withOtherFiles(config: WinnowConfig, whole: string): WinnowConfig {
  const settings = config.checks?.['file-leakage'];
  const files = typeof settings === 'object' ? settings['files'] : undefined;
  if (!Array.isArray(files)) return config;
  const anchored = files.filter((file) => typeof file === 'string').map((file) => resolve(dirname(whole), file)).filter((file) => file !== whole);
  return { ...config, checks: { ...config.checks, 'file-leakage': { ...settings, files: anchored } } };
}

/** What may stand beside a dataset, and above: sidecar, configuration, baselines. */
export function besides(path: string): string[] {
  const folders = path.split('/').slice(0, -1);
  const above = ['', ...folders.map((_, depth) => `${folders.slice(0, depth + 1).join('/')}/`)];
  return [sidecarPath(path), `${path}.winnow.json`, ...above.flatMap((folder) => [`${folder}winnow.json`, `${folder}${baselineName}`])];
}

/** Writes a blob to a file that is not there, in folders that need not be. Returns the file's path. */
export async function writeVersion(repository: Repository, blob: string, target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  const bytes = Number((await runGit(repository.root, ['cat-file', '-s', blob])).toString('utf8'));
  await writeBlob(repository, { id: blob, bytes }, target);
  return target;
}

/** A path of git's in a folder. */
export const inFolder = (folder: string, path: string): string => join(folder, ...path.split('/'));
