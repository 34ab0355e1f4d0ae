import { existsSync } from 'node:fs';
import { realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { errorMessage } from '../../core/errorMessage.ts';
import type { WinnowConfig } from '../../core/config.ts';
import { makeWorkFolder } from '../../engine/workFolder.ts';
import { notLeftOut } from '../../git/attributes.ts';
import { findRepository, type Repository, whyNoRepository } from '../../git/repository.ts';
import { committedBlobs, readStaged, type StagedFile, stagedBlobs } from '../../git/stagedFiles.ts';
import { readConfig } from '../../sidecar/config.ts';
import { readSidecar, sidecarPath } from '../../sidecar/sidecarFile.ts';
import type { EngineSession } from '../engineSession.ts';
import { BaselineFile, baselinePath, noBaseline } from './baselineFile.ts';
import { isDatasetName, isList } from './datasetNames.ts';
import { EarlierFindings } from './earlierFindings.ts';
import { MarkCache } from './markCache.ts';
import { quickConfig } from './quickChecks.ts';
import { becauseText, type SpokenOf, spokenOf } from './spokenOf.ts';
import type { CheckTarget } from './target.ts';
import { besides, configBefore, configBlobs, inFolder, isSameConfig, markSource, versionSource, withOtherFiles, withReference, writeVersion } from './versionSource.ts';

export interface StagedOptions {
  /** Files and folders to look at alone; all when empty. */
  readonly paths: readonly string[];
  /** The only configuration, and the only baseline, instead of those of the index. */
  readonly config?: string;
  readonly baseline?: string;
  /** List what earlier versions had as well. */
  readonly all: boolean;
  readonly checks: readonly string[];
  /** Look for rows that are almost the same, too. */
  readonly learn: boolean;
}

/** A staged dataset, or why it is not looked at. */
export type StagedTarget = CheckTarget | { readonly path: string; readonly notLookedAt: string };

/**
 * Datasets in the index that the next commit would change, or of which it changes what is configured or decided, one after
 * the other: each with its configuration, decisions and baseline as they are in the index. What it was written to is gone
 * when the next one is asked for.
 */
export async function* stagedTargets(options: StagedOptions, engine: () => EngineSession): AsyncGenerator<StagedTarget> {
  const repository = await findRepository(process.cwd());
  if (!repository) throw new Error(`There is no index to look at: ${await whyNoRepository(process.cwd())}.`);
  const root = await realpath(repository.root);
  const wanted = await Promise.all(options.paths.map((path) => fromRoot(root, path)));
  const changes = await readStaged(repository);
  const changed = [...changes.files.filter(({ path }) => isDatasetName(path)), ...(await spokenOf(repository, changes))];
  const staged = changed.filter(({ path }) => isWanted(path, wanted)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const paths = new Set(await notLeftOut(repository, staged.map(({ path }) => path)));
  // Its process takes a while to start, in which git can be asked.
  if (paths.size > 0) engine();
  for (const file of staged.filter(({ path }) => paths.has(path))) {
    const folder = await makeWorkFolder();
    try {
      const target = await targetOf({ repository, root, folder, file, options, engine });
      if (target === null) continue;
      yield target;
      if ('earlier' in target) await target.earlier?.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

interface Preparing {
  readonly repository: Repository;
  readonly root: string;
  /** Of this dataset alone. */
  readonly folder: string;
  readonly file: StagedFile | SpokenOf;
  readonly options: StagedOptions;
  readonly engine: () => EngineSession;
}

async function targetOf({ repository, root, folder, file, options, engine }: Preparing): Promise<StagedTarget | null> {
  const path = shownPath(join(root, ...file.path.split('/')));
  const top = join(folder, 'index');
  const data = inFolder(top, file.path);
  const beside = await stagedBlobs(repository, besides(file.path));
  for (const [name, blob] of beside) await writeVersion(repository, blob, inFolder(top, name));
  const found = await readConfig(data, options.config === undefined ? { root: top } : { only: options.config });
  const settled = (config: WinnowConfig, of: string): WinnowConfig =>
    options.learn ? withOtherFiles(withReference(config, of, root), join(root, ...file.path.split('/'))) : quickConfig(config);
  const config = settled(found.config, top);
  const source = markSource(file.blob, beside.get(sidecarPath(file.path)), config);
  const versions = await Promise.all((options.all && !('because' in file) ? [] : file.earlier).map(async ({ revision, path: before, blob }, place) => {
    const at = join(folder, `earlier-${place}`);
    const besideBefore = await committedBlobs(repository, revision, besides(before));
    const isConfigured = options.config !== undefined || isSameConfig(configBlobs(file.path, beside), configBlobs(before, besideBefore));
    return versionSource({
      repository,
      folder: at,
      path: before,
      blob,
      beside: besideBefore,
      config: isConfigured ? config : settled(await configBefore(repository, at, before, besideBefore), at),
    });
  }));
  // Other datasets in the folder may be all that is spoken of, or what no check reads may be all that was changed; what is wrong with it is told.
  if ('because' in file && found.notices.length === 0 && versions.some((version) => JSON.stringify(version.source) === JSON.stringify(source))) return null;
  try {
    await writeVersion(repository, file.blob, data);
  } catch (error) {
    return { path, notLookedAt: errorMessage(error) };
  }
  if (/\.json$/i.test(file.path) && !(await isList(data))) return null;
  const sidecar = await readSidecar(data);
  const told = (text: string): string => text.replaceAll(`${top}${sep}`, shownPath(root) === '.' ? '' : `${shownPath(root)}${sep}`);
  const baseline = options.all ? null : await readBaseline(data, top, options.baseline, join(root, ...file.path.split('/')));
  return {
    path,
    file: data,
    config,
    decisions: sidecar.decisions,
    baseline,
    notices: [
      ...found.notices.map(({ message }) => told(message)),
      ...sidecar.damaged.map(({ line, reason }) => `${sidecarPath(path)}:${line}: ${reason}`),
      ...(baseline?.file.damaged ?? []).map((line) => `${told(baseline!.file.path)}:${line}: this line does not say what is accepted.`),
    ],
    ...('because' in file && {
      because: becauseText(
        file,
        file.because.map((name) => shownPath(join(root, ...name.split('/')))),
      ),
    }),
    ...(!options.all && { earlier: new EarlierFindings(engine(), new MarkCache(), options.checks, source, versions) }),
  };
}

async function readBaseline(data: string, top: string, given: string | undefined, real: string): Promise<CheckTarget['baseline']> {
  if (given !== undefined) {
    if (!existsSync(given)) throw new Error(noBaseline(given));
    const file = await BaselineFile.read(given);
    return { file, name: file.nameOf(real) };
  }
  const { path, exists } = baselinePath(data, existsSync, top);
  if (!exists) return null;
  const file = await BaselineFile.read(path);
  return { file, name: file.nameOf(data) };
}

/** From the folder that the command runs in. */
export const shownPath = (path: string): string => relative(process.cwd(), path) || '.';

/** Whether a path is one of those, or in one of them; all are where none is named. */
export const isWanted = (path: string, wanted: readonly string[]): boolean =>
  wanted.length === 0 || wanted.some((place) => place === '' || path === place || path.startsWith(`${place}/`));

/** A path as it was given, from the repository's root; empty for that itself. The file itself may be gone. */
export async function fromRoot(root: string, given: string): Promise<string> {
  const whole = resolve(given);
  const folder = await realpath(dirname(whole)).catch(() => dirname(whole));
  return relative(root, join(folder, basename(whole))).split(sep).join('/');
}
