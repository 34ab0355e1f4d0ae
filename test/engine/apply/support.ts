import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { Act, Decision } from '../../../src/core/decision.ts';
import { applyDecisions, type ApplyOptions } from '../../../src/engine/apply/apply.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import type { ApplyChoices, ApplyResult } from '../../../src/protocol/applyMethods.ts';
import { readSidecar, saveSidecar } from '../../../src/sidecar/sidecarFile.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

export const keep: ApplyChoices = { excluded: 'keep', annotations: true };
let count = 0;

/** What is decided on a row by its number. */
export type Draft = readonly [row: number, act: Act, more?: Partial<Decision>];

/** A data file with decisions in its sidecar. */
export class DecidedFile {
  readonly path: string;
  readonly config: WinnowConfig;

  constructor(path: string, config: WinnowConfig = {}) {
    this.path = path;
    this.config = config;
  }

  static async write(test: TestContext, name: string, content: string | Uint8Array, config: WinnowConfig = {}): Promise<DecidedFile> {
    const path = join(await temporaryFolder(test), name);
    await writeFile(path, content);
    return new DecidedFile(path, config);
  }

  /** With the decisions of its sidecar laid over it. */
  async use<Answer>(work: (session: DatasetSession) => Promise<Answer>): Promise<Answer> {
    const session = await DatasetSession.open({ path: this.path, config: this.config, memoryLimit: 512 });
    try {
      await session.decide((await readSidecar(this.path)).decisions);
      return await work(session);
    } finally {
      await session.close();
    }
  }

  /** Saves decisions, as the editor would: with the row's key, what the file says, and the version that it is about. */
  decide(...drafts: Draft[]): Promise<Decision[]> {
    return this.use(async (session) => {
      const decisions: Decision[] = [];
      const since = session.applySource.settled.applies.at(-1)?.id;
      for (const [row, act, more = {}] of drafts) {
        const column = more.column ?? (act === 'relabel' ? 'label' : undefined);
        const [keyed] = await session.keys([row], column !== undefined && act !== 'annotate' ? [column] : []);
        const changes = act === 'relabel' || act === 'set';
        count++;
        decisions.push({
          id: `d${String(count).padStart(6, '0')}`, row: keyed!.key, act, at: new Date(Date.now() - 60_000 + count).toISOString(), by: 'Ada',
          ...(column !== undefined && { column }), ...(changes && { from: keyed!.cells[0] ?? null }), ...(since !== undefined && { since }), ...more,
        });
      }
      await saveSidecar(this.path, { key: session.dataset.key, added: decisions, removed: [] });
      return decisions;
    });
  }

  apply(choices: ApplyChoices = keep, more: Partial<ApplyOptions> = {}): Promise<ApplyResult> {
    return this.use((session) =>
      applyDecisions(session.applySource, {
        choices,
        tool: 'winnow test',
        by: 'Ada',
        signal: new AbortController().signal,
        progress: () => undefined,
        ...more,
      }),
    );
  }

  text(): Promise<string> {
    return readFile(this.path, 'utf8');
  }
}
