import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import { createEngineService, type EngineService } from '../../../src/engine/service.ts';
import type { ComparedRow, Comparison, RowChange } from '../../../src/protocol/compareMethods.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

/** Two versions in one engine, compared. */
export interface ComparedFiles {
  readonly comparison: Comparison;
  readonly id: number;
  readonly service: EngineService;
  rows(kind: RowChange, question?: { column?: string; flip?: { from?: string | null; to?: string | null } }): Promise<readonly ComparedRow[]>;
}

const call = { signal: new AbortController().signal, progress: () => undefined };

/** Compares two files that exist. */
export async function comparePaths(
  test: TestContext,
  before: string,
  after: string,
  { config = {}, key }: { config?: WinnowConfig; key?: readonly string[] } = {},
): Promise<ComparedFiles> {
  const service = createEngineService();
  test.after(() => service.dispose());
  const old = await service.handlers.open({ path: before, config, memoryLimit: 1024 }, call);
  const now = await service.handlers.open({ path: after, config, memoryLimit: 1024 }, call);
  const comparison = await service.handlers.compare({ id: now.id, before: old.id, ...(key && { key }) }, call);
  return {
    comparison,
    id: now.id,
    service,
    rows: async (kind, question = {}) =>
      (await service.handlers.comparedRows({ id: now.id, kind, ...question, offset: 0, limit: 1000 }, call)).rows,
  };
}

/** Writes two versions, each with the name it is given, and compares them. */
export async function compareTexts(
  test: TestContext,
  before: string,
  after: string,
  {
    names = ['before.csv', 'after.csv'],
    ...options
  }: { names?: readonly [string, string] | string[]; config?: WinnowConfig; key?: readonly string[] } = {},
): Promise<ComparedFiles> {
  const folder = await temporaryFolder(test);
  const [old, now] = names.map((name) => join(folder, name));
  await writeFile(old!, before);
  await writeFile(now!, after);
  return comparePaths(test, old!, now!, options);
}

/** Rows of cells as CSV, every cell in quotes. */
export function csv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n') + '\n';
}
