import { existsSync } from 'node:fs';
import { realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { WinnowConfig } from '../../core/config.ts';
import { makeWorkFolder } from '../../engine/workFolder.ts';
import { notLeftOut } from '../../git/attributes.ts';
import { blobOnDisk } from '../../git/fileVersions.ts';
import { findRepository, type Repository, whyNoRepository } from '../../git/repository.ts';
import { stagedBlobs } from '../../git/stagedFiles.ts';
import { readUnstaged, type UnstagedFile } from '../../git/unstagedFiles.ts';
import { sidecarPath } from '../../sidecar/sidecarFile.ts';
import type { EngineSession } from '../engineSession.ts';
import type { BaselineFile } from './baselineFile.ts';
import { isDatasetName, isList } from './datasetNames.ts';
import { EarlierFindings } from './earlierFindings.ts';
import { fileTarget } from './fileTarget.ts';
import { MarkCache } from './markCache.ts';
import { quickConfig } from './quickChecks.ts';
import { becauseText, type SpokenOf, spokenOfUnstaged } from './spokenOf.ts';
import { fromRoot, isWanted, shownPath, type StagedOptions } from './stagedTargets.ts';
import type { CheckTarget } from './target.ts';
import { besides, configBefore, configNames, versionSource, withOtherFiles, withReference } from './versionSource.ts';

/** Files of Winnow's own speak of datasets elsewhere. */
const ownFiles = ['winnow.json', '*.winnow.json', '*.winnow.jsonl'].map((name) => `:(top,glob)**/${name}`);

/**
 * Datasets in the working tree that are not as the index has them, or of which what is configured or decided is not, and
 * those that git does not track, one after the other: each with what stands beside it on disk, and compared with what is
 * staged of it and beside it.
 */
export async function* unstagedTargets(options: StagedOptions, engine: () => EngineSession): AsyncGenerator<CheckTarget> {
  const repository = await findRepository(process.cwd());
  if (!repository) throw new Error(`There is no index to look at: ${await whyNoRepository(process.cwd())}.`);
  const root = await realpath(repository.root);
  const wanted = await Promise.all(options.paths.map((path) => fromRoot(root, path)));
  const unstaged = await readUnstaged(
    repository,
    wanted.length === 0 || wanted.includes('') ? [] : [...wanted.map((path) => `:(top,literal)${path}`), ...ownFiles],
  );
  const spoken = (await spokenOfUnstaged(repository, unstaged)).map((file) => ({ ...file, staged: file.blob }));
  const changed: readonly Changed[] = [...unstaged.files.filter(({ path }) => isDatasetName(path)), ...spoken];
  const files = changed.filter(({ path }) => isWanted(path, wanted)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const paths = new Set(await notLeftOut(repository, files.map(({ path }) => path)));
  if (paths.size > 0) engine();
  const baselines = new Map<string, BaselineFile>();
  for (const file of files.filter(({ path }) => paths.has(path))) {
    const whole = join(root, ...file.path.split('/'));
    // Of what git has not checked out, nothing can be said.
    if ('because' in file && !existsSync(whole)) continue;
    if (/\.json$/i.test(file.path) && !(await isList(whole))) continue;
    const folder = await makeWorkFolder();
    try {
      const target = await targetOf({ repository: { root }, folder, file, whole, changed: unstaged.paths, options, engine }, baselines);
      if (target === null) continue;
      yield target;
      await target.earlier?.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Itself, or, with `because`, what speaks of it. */
type Changed = UnstagedFile | (UnstagedFile & SpokenOf);

interface Preparing {
  readonly repository: Repository;
  readonly folder: string;
  readonly file: Changed;
  readonly whole: string;
  /** Paths of all that is not as the index has it. */
  readonly changed: readonly string[];
  readonly options: StagedOptions;
  readonly engine: () => EngineSession;
}

async function targetOf(
  { repository, folder, file, whole, changed, options, engine }: Preparing,
  baselines: Map<string, BaselineFile>,
): Promise<CheckTarget | null> {
  const { all, learn, checks, config, baseline } = options;
  const given = { ...(config !== undefined && { config }), ...(baseline !== undefined && { baseline }) };
  const target = await fileTarget(shownPath(whole), { all, accept: false, ...given }, baselines);
  const settings = learn ? withOtherFiles(target.config, resolve(whole)) : quickConfig(target.config);
  const nameOf = (path: string): string => shownPath(join(repository.root, ...path.split('/')));
  const because = 'because' in file ? { because: becauseText(file, file.because.map(nameOf)) } : {};
  if ((all && !('because' in file)) || file.staged === null) return { ...target, config: settings };
  const beside = await stagedBlobs(repository, besides(file.path));
  const isConfigured = config !== undefined || !configNames(file.path).some((name) => changed.includes(name));
  const before = isConfigured ? settings : await stagedConfig({ repository, folder, file, options }, beside);
  const staged = versionSource({ repository, folder, path: file.path, blob: file.staged, beside, config: before });
  const decided = await blobOnDisk({ repository, path: sidecarPath(file.path) }).catch(() => null);
  const source = ['because' in file ? file.staged : await blobOnDisk({ repository, path: file.path }), decided, settings];
  // What no check reads may be all that was changed; what is wrong with it is told.
  if ('because' in file && target.notices.length === 0 && JSON.stringify(staged.source) === JSON.stringify(source)) return null;
  return {
    ...target,
    ...because,
    config: settings,
    ...(!all && { earlier: new EarlierFindings(engine(), new MarkCache(), checks, source, [staged]) }),
  };
}

/** The configuration that the index has of a dataset. */
async function stagedConfig(
  { repository, folder, file, options }: Omit<Preparing, 'whole' | 'changed' | 'engine'>,
  beside: ReadonlyMap<string, string>,
): Promise<WinnowConfig> {
  const config = await configBefore(repository, folder, file.path, beside);
  if (!options.learn) return quickConfig(config);
  return withOtherFiles(withReference(config, folder, repository.root), join(repository.root, ...file.path.split('/')));
}
