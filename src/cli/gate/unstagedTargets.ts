import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeWorkFolder } from '../../engine/workFolder.ts';
import { notLeftOut } from '../../git/attributes.ts';
import { blobOnDisk } from '../../git/fileVersions.ts';
import { findRepository, type Repository, whyNoRepository } from '../../git/repository.ts';
import { stagedBlobs } from '../../git/stagedFiles.ts';
import { listUnstaged, type UnstagedFile } from '../../git/unstagedFiles.ts';
import { sidecarPath } from '../../sidecar/sidecarFile.ts';
import type { EngineSession } from '../engineSession.ts';
import type { BaselineFile } from './baselineFile.ts';
import { isDatasetName, isList } from './datasetNames.ts';
import { EarlierFindings } from './earlierFindings.ts';
import { fileTarget } from './fileTarget.ts';
import { MarkCache } from './markCache.ts';
import { quickConfig } from './quickChecks.ts';
import { fromRoot, shownPath, type StagedOptions, versionSource } from './stagedTargets.ts';
import type { CheckTarget } from './target.ts';

/**
 * Datasets in the working tree that are not as the index has them, or that git does not track, one after the other: each
 * with what stands beside it on disk, and compared with what is staged of it.
 */
export async function* unstagedTargets(options: StagedOptions, engine: () => EngineSession): AsyncGenerator<CheckTarget> {
  const repository = await findRepository(process.cwd());
  if (!repository) throw new Error(`There is no index to look at: ${await whyNoRepository(process.cwd())}.`);
  const root = await realpath(repository.root);
  const wanted = await Promise.all(options.paths.map((path) => fromRoot(root, path)));
  const changed = (await listUnstaged(repository, wanted.includes('') ? [] : wanted)).filter(({ path }) => isDatasetName(path));
  const paths = new Set(await notLeftOut(repository, changed.map(({ path }) => path)));
  if (paths.size > 0) engine();
  const baselines = new Map<string, BaselineFile>();
  for (const file of changed.filter(({ path }) => paths.has(path))) {
    const whole = join(root, ...file.path.split('/'));
    if (/\.json$/i.test(file.path) && !(await isList(whole))) continue;
    const folder = await makeWorkFolder();
    try {
      const target = await targetOf({ repository: { root }, folder, file, whole, options, engine }, baselines);
      yield target;
      await target.earlier?.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

interface Preparing {
  readonly repository: Repository;
  readonly folder: string;
  readonly file: UnstagedFile;
  readonly whole: string;
  readonly options: StagedOptions;
  readonly engine: () => EngineSession;
}

async function targetOf({ repository, folder, file, whole, options, engine }: Preparing, baselines: Map<string, BaselineFile>): Promise<CheckTarget> {
  const { all, learn, checks, config, baseline } = options;
  const target = await fileTarget(shownPath(whole), { all, accept: false, ...(config !== undefined && { config }), ...(baseline !== undefined && { baseline }) }, baselines);
  const settings = learn ? target.config : quickConfig(target.config);
  if (all || file.staged === null) return { ...target, config: settings };
  const source = [await blobOnDisk({ repository, path: file.path }), await blobOnDisk({ repository, path: sidecarPath(file.path) }).catch(() => null), settings];
  const beside = await stagedBlobs(repository, [sidecarPath(file.path)]);
  const staged = versionSource({ repository, folder, path: file.path, blob: file.staged, beside, config: settings });
  return { ...target, config: settings, earlier: new EarlierFindings(engine(), new MarkCache(), checks, source, [staged]) };
}
