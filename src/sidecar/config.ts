import { readFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { errorMessage } from '../core/errorMessage.ts';
import type { CheckSettings, WinnowConfig } from '../core/config.ts';
import { anchorReference } from '../core/reference.ts';
import { mergeExpectations } from '../core/expectations.ts';
import type { Costs } from '../core/taxonomy.ts';
import { configPaths } from './configPaths.ts';
import { type ConfigFile, type ConfigProblem, parseConfig } from './configShape.ts';

export { configPaths, fileConfigPath, folderConfigPath } from './configPaths.ts';
export type { ConfigProblem } from './configShape.ts';
export { type ListStep, turnListStep } from './listStep.ts';
export { addAnnotationColumn, changeTaxonomy } from './writeLabels.ts';
export { writeRoles } from './writeRoles.ts';

/** What is configured for one dataset. */
export interface FoundConfig {
  readonly config: WinnowConfig;
  /** What could not be used, and where it stands. */
  readonly notices: readonly ConfigProblem[];
  /** The files that were read, farthest first. */
  readonly files: readonly string[];
}

export interface ConfigSearch {
  /** The folder where looking upwards ends (a workspace); otherwise it ends at the root of the git repository. */
  readonly root?: string;
  /** This file, and no other. */
  readonly only?: string;
}

/**
 * Gathers what `winnow.json` of the file's folder and of those above it, their sections `files` for this file, and
 * `NAME.winnow.json` say. The nearer one wins, setting by setting. It never throws: what cannot be read is a problem with its place.
 */
export async function readConfig(dataPath: string, search: ConfigSearch = {}): Promise<FoundConfig> {
  const path = resolve(dataPath);
  const candidates = search.only === undefined ? configPaths(path, search.root) : [resolve(search.only)];
  let config: WinnowConfig = {};
  const notices: ConfigProblem[] = [];
  const files: string[] = [];
  for (const candidate of candidates) {
    const found = await readConfigFile(candidate, search.only !== undefined);
    if (!found) continue;
    files.push(candidate);
    notices.push(...found.problems);
    const anchored = (some: WinnowConfig): WinnowConfig =>
      some.reference === undefined
        ? some
        : { ...some, reference: anchorReference(some.reference, (place) => resolve(dirname(candidate), place)) };
    config = mergeConfigs(config, anchored(found.general));
    const name = relative(dirname(candidate), path).split(sep).join('/');
    config = mergeConfigs(config, anchored(found.files.get(name) ?? (search.only ? found.files.get(basename(path)) : undefined) ?? {}));
  }
  return { config, notices, files };
}

/** The second laid over the first: role by role, type by type, check by check and threshold by threshold. */
export function mergeConfigs(far: WinnowConfig, near: WinnowConfig): WinnowConfig {
  const checks: Record<string, CheckSettings> = { ...far.checks };
  for (const [check, settings] of Object.entries(near.checks ?? {})) {
    const before = checks[check];
    checks[check] = settings === false || !before ? settings : { ...before, ...settings };
  }
  return {
    ...far,
    ...near,
    ...((far.roles ?? near.roles) && { roles: { ...far.roles, ...near.roles } }),
    ...((far.types ?? near.types) && { types: { ...far.types, ...near.types } }),
    ...((far.format ?? near.format) && { format: { ...far.format, ...near.format } }),
    ...((far.checks ?? near.checks) && { checks }),
    ...((far.costs ?? near.costs) && { costs: mergeCosts(far.costs ?? {}, near.costs ?? {}) }),
    ...((far.expectations ?? near.expectations) && { expectations: mergeExpectations(far.expectations ?? {}, near.expectations ?? {}) }),
  };
}

function mergeCosts(far: Costs, near: Costs): Costs {
  return { ...far, ...near, confusions: mergeTables(far.confusions, near.confusions), segments: mergeTables(far.segments, near.segments) };
}

type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;

function mergeTables(far: Table = {}, near: Table = {}): Table {
  const merged = { ...far };
  for (const [name, values] of Object.entries(near)) merged[name] = { ...merged[name], ...values };
  return merged;
}

async function readConfigFile(path: string, mustExist: boolean): Promise<ConfigFile | null> {
  try {
    return parseConfig((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''), path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (missing && !mustExist) return null;
    const reason = errorMessage(error);
    return { general: {}, files: new Map(), problems: [{ severity: 'warning', path, message: `${path} cannot be read: ${reason}` }] };
  }
}
