import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runChecks, type CheckOutcome, type CheckRun } from '../../src/checks/run.ts';
import type { WinnowConfig } from '../../src/core/config.ts';
import type { Dataset } from '../../src/core/dataset.ts';
import { inferRoles } from '../../src/core/inferRoles.ts';
import { mergeRoles } from '../../src/core/roles.ts';
import { Database } from '../../src/engine/duckdb.ts';
import { loadTable } from '../../src/engine/load.ts';
import { readProfiles } from '../../src/engine/readProfiles.ts';
import { openRelation } from '../../src/engine/sql.ts';
import { openFile } from '../../src/formats/index.ts';

/** What a check sees of a file, from the real reader and the real engine. */
export interface CheckedFile {
  readonly dataset: Dataset;
  readonly run: (more?: Partial<CheckRun>) => Promise<CheckOutcome>;
  readonly close: () => Promise<void>;
}

/** Opens a file for checking, with the configuration given, else that of a `winnow.json` beside it. */
export async function openForChecks(path: string, given?: WinnowConfig): Promise<CheckedFile> {
  const { signal } = new AbortController();
  const config = given ?? (await configBeside(path));
  const folder = await mkdtemp(join(tmpdir(), 'winnow-checks-'));
  const opened = await openFile(path, config.format);
  const database = await Database.open({ memoryLimit: 512, threads: 2, temporaryFolder: join(folder, 'work'), readable: [path] });
  const loaded = await loadTable({ connection: () => database.connect(), temporaryFolder: join(folder, 'work') }, opened, signal, () => undefined);
  const stored = loaded.columns.map((column, index) => ({ name: column.name, internal: `c${index}`, storage: 'VARCHAR', type: column.type }));
  const { columns, profiles } = await readProfiles(database, stored, loaded.records, config.types ?? {}, () => undefined);
  const rows = loaded.records - loaded.unreadableTotal;
  const { roles, inference } = inferRoles(profiles, rows);
  const dataset: Dataset = {
    path, name: basename(path), format: opened.format, bytes: 0,
    columns: columns.map(({ name, type }, index) => ({ name, type, index })),
    records: loaded.records, rows, unreadable: loaded.unreadableTotal, hasLines: loaded.index !== null,
    roles: mergeRoles(roles, config.roles, new Set(columns.map(({ name }) => name))), inference, key: [], notices: [],
  };
  const base: CheckRun = {
    dataset, profiles, config, signal,
    relation: openRelation(database, columns),
    unreadable: async function* () { yield* loaded.unreadable; },
    lines: async (wanted) => (loaded.index ? loaded.index.lines(wanted) : wanted.map(() => null)),
    progress: () => undefined,
  };
  return {
    dataset,
    run: (more = {}) => runChecks({ ...base, ...more }),
    close: async () => {
      await loaded.index?.close();
      await opened.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function configBeside(path: string): Promise<WinnowConfig> {
  try {
    return JSON.parse(await readFile(join(dirname(path), 'winnow.json'), 'utf8')) as WinnowConfig;
  } catch {
    return {};
  }
}
