import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import test from 'node:test';
import type { Decision } from '../../src/core/decision.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const rows = 3_300_000;
/** One row in eleven has a text; the others are flagged. */
const flagged = (rows / 11) * 10;
/** Millions of objects would take several times as much: two for each row, of 40 bytes and more. */
const mostHeap = 200_000_000;

async function writeRows(path: string): Promise<void> {
  const out = createWriteStream(path);
  out.write('id,text\n');
  for (let first = 0; first < rows; first += 11_000) {
    const lines = Array.from({ length: 11_000 }, (_, index) => `${first + index + 1},${index % 11 === 0 ? 'here is one' : ''}\n`);
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

test('a check that flags three million rows is counted, paged, marked, filtered and decided upon without an object for each', async (t) => {
  const path = join(await temporaryFolder(t), 'empty.csv');
  await writeRows(path);
  const session = await DatasetSession.open({ path, config: { roles: { content: ['text'], label: null } }, memoryLimit: 512 });
  t.after(() => session.close());
  const before = process.memoryUsage();
  const summary = await session.found.check(['missing-value', 'unusual-text'], new AbortController().signal, () => undefined);
  assert.deepEqual(summary.groups.map(({ check, findings, rows: count }) => [check, findings, count]), [['missing-value', 1, flagged]]);
  assert.equal(summary.openRows, flagged);

  const page = await session.found.page({ offset: 0, limit: 100 });
  assert.equal(page.findings[0]!.rowCount, flagged);
  assert.equal(page.findings[0]!.finding.rows.length, 50);
  assert.deepEqual(page.findings[0]!.finding.rows[0], { row: 2, line: 3 });
  const all = await session.found.page({ offset: 0, limit: 100, allRows: true });
  assert.equal(all.findings[0]!.finding.rows.length, 50_000);
  const last = await session.found.rows(page.findings[0]!.index, flagged - 2, 100);
  assert.deepEqual(last, {
    total: flagged,
    rows: [
      { row: rows - 1, line: rows, key: { id: String(rows - 1) } },
      { row: rows, line: rows + 1, key: { id: String(rows) } },
    ],
  });

  const view = { filters: [{ kind: 'flagged' as const, check: 'missing-value' }] };
  const window = await session.window({ view, offset: flagged - 3, limit: 10, columns: ['id'] });
  assert.deepEqual([window.total, window.rows], [flagged, [rows - 2, rows - 1, rows]]);
  assert.deepEqual(window.marks.map(({ row, flags }) => [row, flags]), window.rows.map((row) => [row, { text: 'warning' }]));
  const unflagged = await session.window({ view: { filters: [] }, offset: rows - 11, limit: 2, columns: ['id'] });
  assert.deepEqual(unflagged.marks.map(({ row }) => row), [rows - 9]);

  const decision: Decision = { id: 'd1', row: { id: String(rows) }, act: 'exclude', at: '2026-01-01T00:00:00Z' };
  const { findings } = await session.decide([decision]);
  assert.equal(findings!.openRows, flagged - 1);
  const left = await session.window({ view, offset: flagged - 3, limit: 10, columns: ['id'] });
  assert.deepEqual([left.total, left.rows], [flagged - 1, [rows - 2, rows - 1]]);

  const after = process.memoryUsage();
  const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  assert.ok(grown < mostHeap, `${grown} bytes were taken`);
});
