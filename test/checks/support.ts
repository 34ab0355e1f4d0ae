import { basename, dirname } from 'node:path';
import { runChecks, type CheckOutcome, type CheckRun } from '../../src/checks/run.ts';
import type { WinnowConfig } from '../../src/core/config.ts';
import type { Dataset } from '../../src/core/dataset.ts';
import { inferRoles } from '../../src/core/inferRoles.ts';
import { mergeRoles } from '../../src/core/roles.ts';
import { SessionDrift } from '../../src/engine/drift/sessionDrift.ts';
import type { Relation } from '../../src/engine/engine.ts';
import { DatasetLabels } from '../../src/engine/labels/datasetLabels.ts';
import { openDataset } from '../../src/engine/openDataset.ts';
import { readConfig } from '../../src/sidecar/config.ts';

/** What the checks see of a file, from the real reader and the real engine. */
export interface CheckedFile {
  readonly dataset: Dataset;
  readonly relation: Relation;
  readonly run: (more?: Partial<CheckRun>) => Promise<CheckOutcome>;
  readonly close: () => Promise<void>;
}

/** Opens a file for checking, with the configuration given, else that of a `winnow.json` beside it. */
export async function openForChecks(path: string, given?: WinnowConfig): Promise<CheckedFile> {
  const { signal } = new AbortController();
  const config = given ?? (await configBeside(path));
  const loaded = await openDataset({ path, config, memoryLimit: 512 }, signal, () => undefined);
  const { content, format, bytes, table, notices } = loaded;
  const { columns, profiles, records, rows, unreadableTotal, hasLines } = content;
  const { roles, inference } = inferRoles(profiles, rows);
  const dataset: Dataset = {
    path, name: basename(path), format, bytes, columns, records, rows, unreadable: unreadableTotal, hasLines,
    roles: mergeRoles(roles, config.roles, new Set(columns.map(({ name }) => name))), inference, key: [], notices,
  };
  const labels = new DatasetLabels(table);
  const drift = new SessionDrift(() => ({ dataset, profiles, relation: table.relation, config }), { memoryLimit: 512 });
  const input = { dataset, config, profiles: new Map(profiles.map((profile) => [profile.column, profile])), holding: new Map() };
  const base: CheckRun = {
    dataset, profiles, config, signal,
    relation: table.relation,
    unreadable: () => table.unreadable.all(),
    progress: () => undefined,
    outOfSample: (asked, tell) => labels.outOfSample(input, asked, tell),
    drift: (asked, tell) => drift.study(undefined, asked, tell),
    otherFile: (path, asked, tell, work) => drift.withFile(path, asked, tell, work),
  };
  return { dataset, relation: table.relation, run: (more = {}) => runChecks({ ...base, ...more }), close: () => loaded.close() };
}

async function configBeside(path: string): Promise<WinnowConfig> {
  const { config } = await readConfig(path, { root: dirname(path) });
  return config;
}
