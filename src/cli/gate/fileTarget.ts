import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig } from '../../sidecar/config.ts';
import { readSidecar, sidecarPath } from '../../sidecar/sidecarFile.ts';
import { staleCard } from '../card/cardFiles.ts';
import { requireFile } from '../engineSession.ts';
import { BaselineFile, baselinePath, noBaseline } from './baselineFile.ts';
import type { CheckTarget } from './target.ts';

export interface FileOptions {
  /** The only configuration and the only baseline, instead of those beside the data and above. */
  readonly config?: string;
  readonly baseline?: string;
  /** Leave nothing out. */
  readonly all: boolean;
  /** Findings are to be accepted: the baseline need not be there. */
  readonly accept: boolean;
}

/** A file as it is on disk, with what stands beside it. Throws, in words, where it is not there. */
export async function fileTarget(path: string, { config, baseline, all, accept }: FileOptions, baselines: Map<string, BaselineFile>): Promise<CheckTarget> {
  const file = resolve(path);
  await requireFile(file);
  const found = await readConfig(file, config === undefined ? {} : { only: config });
  const sidecar = await readSidecar(file);
  const stale = await staleCard(file, path);
  const accepted = all ? null : await findBaseline(file, baseline, accept, baselines);
  return {
    path, file, config: found.config, decisions: sidecar.decisions,
    ...(sidecar.hash === null && { mayBeRenamed: true }),
    notices: [
      ...found.notices.map(({ message }) => message),
      ...sidecar.damaged.map(({ line, reason }) => `${sidecarPath(path)}:${line}: ${reason}`),
      ...(accepted?.damaged ?? []).map((line) => `${accepted!.path}:${line}: this line does not say what is accepted.`),
      ...(stale === null ? [] : [stale]),
    ],
    baseline: accepted && { file: accepted, name: accepted.nameOf(file) },
  };
}

/** The baseline of a file; each is read once for all the files of a run. */
async function findBaseline(file: string, given: string | undefined, accept: boolean, known: Map<string, BaselineFile>): Promise<BaselineFile | null> {
  const found = given === undefined ? baselinePath(file, existsSync) : { path: resolve(given), exists: existsSync(given) };
  if (!found.exists && !accept) {
    if (given !== undefined) throw new Error(noBaseline(given));
    return null;
  }
  const baseline = known.get(found.path) ?? (await BaselineFile.read(found.path));
  known.set(found.path, baseline);
  return baseline;
}
