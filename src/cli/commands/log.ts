import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { changeOf, type FileVersion, type LineageEntry, lineageOf, type VersionChange, type VersionSummary } from '../../core/fileVersion.ts';
import { defaultMemoryLimit } from '../../engine/memoryLimit.ts';
import { askOfVersion, blobOnDisk, listFileVersions, readWorkingState, type WrittenVersion } from '../../git/fileVersions.ts';
import { locateInGit, type TrackedPath } from '../../git/repository.ts';
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
}

export interface Log {
  /** As it was given. */
  readonly path: string;
  /** Newest first. */
  readonly versions: readonly LoggedVersion[];
  readonly more: boolean;
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

Shows the commits that changed a file, through renames: rows, columns and labels of each version, how far the labels moved
from the version before (the share of rows that would need another label), and the decisions that were applied.

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
async function log({ file, format, limit, config: only, memory = defaultMemoryLimit() }: LogOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const path = resolve(file);
    const tracked = await locateInGit(path);
    if (tracked === null) throw new Error('This file is in no git repository, or git is not installed.');
    const listed = await listFileVersions(tracked, limit + 1);
    if (listed.length === 0) throw new Error('No commit has this file.');
    const { config, notices } = await readConfig(path, only === undefined ? {} : { only });
    for (const { message } of notices) terminal.messages(`${plain(message)}\n`);
    const ask = async (blob: string, name: string, label: string | undefined, content?: Pick<WrittenVersion, 'path' | 'bytes'>): Promise<VersionSummary | null> =>
      session.call('describeVersion', { blob, name: basename(name), config, cacheFolder: userCacheFolder(), memoryLimit: memory, ...(label !== undefined && { label }), ...(content && { content }) }, { onProgress: session.showProgress });
    const versions = await describeAll(tracked, path, listed.slice(0, limit), config.roles?.label ?? undefined, ask);
    session.clearProgress();
    const { decisions } = await readSidecar(path);
    const found: Log = { path: file, versions, more: listed.length > limit, lineage: lineageOf(decisions) };
    terminal.out(format === 'json' ? `${JSON.stringify({ winnow: 1, ...found })}\n` : textOfLog(found, terminal.colours));
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, messageOf(error)));
    return 2;
  }
}

type Ask = (blob: string, name: string, label: string | undefined, content?: Pick<WrittenVersion, 'path' | 'bytes'>) => Promise<VersionSummary | null>;

/** Newest first, so that the label column of the newest is the one that is counted in all. */
async function describeAll(tracked: TrackedPath, path: string, listed: readonly FileVersion[], given: string | undefined, ask: Ask): Promise<LoggedVersion[]> {
  const described: Omit<LoggedVersion, 'change'>[] = [];
  let label = given;
  const add = async (version: FileVersion | null, describe: () => Promise<VersionSummary | null>): Promise<void> => {
    try {
      const summary = await describe();
      label ??= summary?.label;
      described.push({ version, summary });
    } catch (error) {
      described.push({ version, summary: null, why: messageOf(error) });
    }
  };
  if ((await readWorkingState(tracked)) === 'changed' && (await stat(path).catch(() => null))) {
    const [blob, { size }] = [await blobOnDisk(tracked), await stat(path)];
    await add(null, () => ask(blob, path, label, { path, bytes: size }));
  }
  for (const version of listed) await add(version, () => askOfVersion(tracked.repository, version, (content) => ask(version.blob ?? '', version.path, label, content)));
  return described.map((each, place) => {
    const before = described.slice(place + 1).find(({ summary }) => summary !== null)?.summary;
    return { ...each, change: before && each.summary ? changeOf(before, each.summary) : null };
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
