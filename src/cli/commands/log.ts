import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { errorMessage } from '../../core/errorMessage.ts';
import { changeOf, type FileVersion, type LineageEntry, lineageOf, type VersionChange, type VersionSummary } from '../../core/fileVersion.ts';
import { defaultMemoryLimit } from '../../engine/memoryLimit.ts';
import { askOfVersion, blobOnDisk, listFileVersions, readWorkingState, type WrittenVersion } from '../../git/fileVersions.ts';
import { isShallow, locateInGit, type TrackedPath, whyNoRepository } from '../../git/repository.ts';
import type { VersionParams } from '../../protocol/historyMethods.ts';
import { readConfig } from '../../sidecar/config.ts';
import { readSidecar } from '../../sidecar/sidecarFile.ts';
import { defineCommand, type EngineOptions, type Given, misused } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneFile, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { textOfLog } from '../reporters/logText.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';
import { userCacheFolder } from '../userCacheFolder.ts';

/** A version, and what is known of it. */
export interface LoggedVersion {
  /** null: the file on disk, where it is not what the newest commit has. */
  readonly version: FileVersion | null;
  readonly summary: VersionSummary | null;
  /** Why nothing is known of what is in it, in words. */
  readonly why?: string;
  /** Against the next older version of which something is known. */
  readonly change: VersionChange | null;
  /** Columns that are distributed otherwise than in that version; absent where they could not be compared. */
  readonly drift?: { readonly tested: number; readonly drifted: readonly string[] };
}

export interface Log {
  /** As it was given. */
  readonly path: string;
  /** Newest first. */
  readonly versions: readonly LoggedVersion[];
  readonly more: boolean;
  /** There may be older ones that a shallow clone does not have. */
  readonly shallow: boolean;
  /** Newest first. */
  readonly lineage: readonly LineageEntry[];
}

interface LogOptions extends EngineOptions {
  readonly file: string;
  readonly format: OutputFormat;
  readonly limit: number;
}

const usualLimit = 20;

export const logCommand = defineCommand<LogOptions>({
  name: 'log',
  takes: 'FILE',
  summary: 'Show the versions of a dataset in git',
  help: `Usage: winnow log FILE [--limit N] [--format text|json] [--config FILE] [--memory MB]

Shows the commits that changed a file, through renames: rows, columns and labels of each version, how far the labels
moved from the version before (the share of rows that would need another label), how many columns drifted since, and
the decisions that were applied.

Options
  --limit N         At most so many versions, the newest (default: ${usualLimit})
  --format FORMAT   text for people (default), json for programs
${engineOptionsHelp}
`,
  options: { format: 'text', limit: 'text', ...engineOptions },
  read: (given) => ({ file: oneFile('log', given), format: readFormat(given), limit: readLimit(given), ...readEngineOptions(given) }),
  run: (options, { engine, terminal }) => log(options, engine(options), terminal),
});

function readLimit(given: Given): number {
  const text = given.text('limit');
  if (text === undefined) return usualLimit;
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : misused(`--limit wants a whole number of versions, not “${text}”.`);
}

/** Describes the versions of one file. Returns the exit code: 0, or 2 where there are none to describe. */
async function log(
  { file, format, limit, config: only, memory = defaultMemoryLimit() }: LogOptions,
  session: EngineSession,
  terminal: Terminal,
): Promise<number> {
  try {
    const path = resolve(file);
    const tracked = await locateInGit(path);
    if (tracked === null) throw new Error(`It has no versions: ${await whyNoRepository(dirname(path), 'its folder')}.`);
    const listed = await listFileVersions(tracked, limit + 1);
    if (listed.length === 0) throw new Error('No commit has this file.');
    const { config, notices } = await readConfig(path, only === undefined ? {} : { only });
    for (const { message } of notices) terminal.messages(`${plain(message)}\n`);
    const paramsOf = (blob: string, name: string, label: string | undefined): VersionParams => ({
      blob,
      name: basename(name),
      config,
      cacheFolder: userCacheFolder(),
      memoryLimit: memory,
      ...(label !== undefined && { label }),
    });
    const ask: Ask = async (params, content) =>
      session.call('describeVersion', { ...params, ...(content && { content }) }, { onProgress: session.showProgress });
    const described = await describeAll(tracked, path, listed.slice(0, limit), config.roles?.label ?? undefined, paramsOf, ask);
    const versions = await compareAll(described, session);
    session.clearProgress();
    const { decisions } = await readSidecar(path);
    const more = listed.length > limit;
    const found: Log = {
      path: file,
      versions,
      more,
      shallow: !more && (await isShallow(tracked.repository)),
      lineage: lineageOf(decisions),
    };
    terminal.out(format === 'json' ? `${JSON.stringify({ winnow: 1, ...found })}\n` : textOfLog(found, terminal.colours));
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

type Ask = (params: VersionParams, content?: Pick<WrittenVersion, 'path' | 'bytes'>) => Promise<VersionSummary | null>;
type ParamsOf = (blob: string, name: string, label: string | undefined) => VersionParams;

/** With what it was asked by. */
type Described = Omit<LoggedVersion, 'change'> & { readonly params: VersionParams };

/** Newest first, so that the label column of the newest is the one that is counted in all. */
async function describeAll(
  tracked: TrackedPath,
  path: string,
  listed: readonly FileVersion[],
  given: string | undefined,
  paramsOf: ParamsOf,
  ask: Ask,
): Promise<Described[]> {
  const described: Described[] = [];
  let label = given;
  const add = async (version: FileVersion | null, params: VersionParams, describe: () => Promise<VersionSummary | null>): Promise<void> => {
    try {
      const summary = await describe();
      label ??= summary?.label;
      described.push({ version, summary, params });
    } catch (error) {
      described.push({ version, summary: null, why: errorMessage(error), params });
    }
  };
  if ((await readWorkingState(tracked)) === 'changed' && (await stat(path).catch(() => null))) {
    const params = paramsOf(await blobOnDisk(tracked), path, label);
    const { size } = await stat(path);
    await add(null, params, () => ask(params, { path, bytes: size }));
  }
  for (const version of listed) {
    const params = paramsOf(version.blob ?? '', version.path, label);
    await add(version, params, () => askOfVersion(tracked.repository, version, (content) => ask(params, content)));
  }
  return described;
}

/** Each against the next older version of which something is known. */
async function compareAll(described: readonly Described[], session: EngineSession): Promise<LoggedVersion[]> {
  const compared: LoggedVersion[] = [];
  for (const [place, { params, ...each }] of described.entries()) {
    const before = described.slice(place + 1).find(({ summary }) => summary !== null);
    if (!before?.summary || !each.summary) {
      compared.push({ ...each, change: null });
      continue;
    }
    const report = await session.call('versionDrift', {
      before: { ...before.params, called: nameOf(before.version) },
      after: { ...params, called: nameOf(each.version) },
    });
    const drift =
      report && report.tested > 0
        ? { tested: report.tested, drifted: report.columns.filter(({ drifted }) => drifted).map(({ column }) => column) }
        : null;
    compared.push({ ...each, change: changeOf(before.summary, each.summary), ...(drift && { drift }) });
  }
  return compared;
}

const nameOf = (version: FileVersion | null): string => version?.commit.slice(0, 7) ?? 'on disk';
