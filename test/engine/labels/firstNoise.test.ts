import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { ApplyRecord } from '../../../src/core/applied.ts';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { Decision } from '../../../src/core/decision.ts';
import { hashFile } from '../../../src/engine/apply/fileVersion.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import type { LabelHealth } from '../../../src/protocol/labelMethods.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { never, quiet, reviews } from './openLabels.ts';

const at = '2026-01-01T00:00:00Z';
const fixes: readonly Decision[] = [
  { id: '01A', row: { id: '10' }, act: 'relabel', column: 'label', from: 'complaint', to: 'praise', at },
  { id: '01B', row: { id: '33' }, act: 'relabel', column: 'label', from: 'praise', to: 'complaint', at },
];

/** A file, and its health each time that it is opened with these decisions. */
class Openings {
  readonly path: string;
  readonly cacheFolder: string;

  private constructor(folder: string, cacheFolder: string) {
    this.path = join(folder, 'reviews.csv');
    this.cacheFolder = cacheFolder;
  }

  static async of(context: TestContext): Promise<Openings> {
    const openings = new Openings(await temporaryFolder(context), await temporaryFolder(context));
    await writeFile(openings.path, reviews());
    return openings;
  }

  async health(decisions: readonly Decision[] = [], config: WinnowConfig = {}): Promise<LabelHealth> {
    const session = await DatasetSession.open({ path: this.path, config, memoryLimit: 512, cacheFolder: this.cacheFolder });
    try {
      await session.decide(decisions);
      await session.found.check(['label-error'], never, quiet);
      return await session.labelHealth(never, quiet);
    } finally {
      await session.close();
    }
  }

  /** Writes the fixes to the file, and returns the line that tells of it. */
  async apply(): Promise<ApplyRecord> {
    const before = await hashFile(this.path);
    const lines = (await readFile(this.path, 'utf8')).split('\n');
    const fixed = lines.map((line, row) => (row === 10 ? line.replace(',complaint,', ',praise,') : row === 33 ? line.replace(',praise,', ',complaint,') : line));
    await writeFile(this.path, fixed.join('\n'));
    return { id: '01C', row: {}, act: 'apply', applied: fixes.map(({ id }) => id), before, after: await hashFile(this.path), at };
  }
}

describe('the first estimate of label noise', () => {
  it('is held against later ones when the dataset is opened again with what was decided', async (context) => {
    const openings = await Openings.of(context);
    const first = await openings.health();
    assert.equal(first.noise?.before, undefined);
    const again = await openings.health(fixes);
    assert.equal(again.noise?.before, first.noise?.estimate);
    assert.ok(again.noise!.estimate < first.noise!.estimate);
    assert.deepEqual(again.classes.map(({ noiseBefore }) => noiseBefore), first.classes.map(({ noise }) => noise));
  });

  it('stays when the decisions are applied, and counts no more when that is undone and nothing is decided', async (context) => {
    const openings = await Openings.of(context);
    const original = await readFile(openings.path, 'utf8');
    const first = await openings.health();
    const applied = await openings.apply();
    const after = await openings.health([...fixes, applied]);
    assert.equal(after.noise?.before, first.noise?.estimate);
    assert.ok(after.noise!.estimate < first.noise!.estimate);
    await writeFile(openings.path, original);
    const undone = await openings.health();
    assert.equal(undone.noise?.estimate, first.noise?.estimate);
    assert.equal(undone.noise?.before, first.noise?.estimate);
  });

  it('says nothing of a file that was changed in other ways, or of labels judged from other columns', async (context) => {
    const openings = await Openings.of(context);
    await openings.health();
    const byNumber = await openings.health(fixes, { roles: { content: ['review', 'source'] } });
    assert.equal(byNumber.noise?.before, undefined);
    await writeFile(openings.path, reviews(120));
    assert.equal((await openings.health(fixes)).noise?.before, undefined);
  });

  it('is not kept where something was decided before it was made', async (context) => {
    const openings = await Openings.of(context);
    await openings.health(fixes);
    assert.deepEqual((await readdir(openings.cacheFolder)).filter((name) => name.endsWith('.noise')), []);
    assert.equal((await openings.health(fixes.slice(0, 1))).noise?.before, undefined);
  });
});
