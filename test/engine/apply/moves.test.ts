import assert from 'node:assert/strict';
import test from 'node:test';
import { Random } from '../../../samples/generator/random.ts';
import type { ExcludedRows } from '../../../src/protocol/applyMethods.ts';
import { printedSeed } from '../../sidecar/histories.ts';
import { DecidedFile, type Draft } from './support.ts';

interface Row {
  text: string;
  label: string;
  readonly notes: string[];
}

/** Few values, so that many rows are alike: only their place among those tells them apart. */
const texts = ['good', 'bad'];
const labels = ['pos', 'neg', 'mixed'];

for (const format of ['csv', 'jsonl'] as const) {
  test(`whatever is applied to ${format}, in any number of turns, every decision stays on its row`, async (t) => {
    const random = new Random(printedSeed());
    for (let table = 0; table < 5; table++) {
      let rows: Row[] = Array.from({ length: random.integer(3, 14) }, () => ({ text: random.pick(texts), label: random.pick(labels), notes: [] }));
      const file = await DecidedFile.write(t, `data.${format}`, written(rows, format));
      for (let turn = 0; turn < 3; turn++) {
        const drafts = new Map<string, Draft>();
        const dropped = new Set<Row>();
        for (let count = random.integer(1, 6); count > 0; count--) {
          const row = random.integer(1, rows.length);
          const target = rows[row - 1]!;
          const note = `note ${turn} ${count}`;
          drafts.set(note, [row, 'comment', { note }]);
          target.notes.push(note);
          if (random.chance(0.5)) drafts.set(`label ${row}`, [row, 'relabel', { column: 'label', to: random.pick(labels) }]);
          if (random.chance(0.2)) drafts.set(`text ${row}`, [row, 'set', { column: 'text', to: random.pick(texts) }]);
          if (random.chance(0.2) && rows.length - dropped.size > 2) {
            drafts.set(`out ${row}`, [row, 'exclude']);
            dropped.add(target);
          }
        }
        await file.decide(...drafts.values());
        const excluded: ExcludedRows = 'drop';
        await file.apply({ excluded, annotations: true });
        for (const [row, act, more] of drafts.values()) {
          if (act === 'relabel') rows[row - 1]!.label = more!.to!;
          if (act === 'set') rows[row - 1]!.text = more!.to!;
        }
        rows = rows.filter((row) => !dropped.has(row));
        assert.equal(await file.text(), written(rows, format));
        await file.use(async ({ applySource: { decided } }) => {
          assert.deepEqual([decided.orphans, decided.conflicts], [[], []]);
          // A label that the file has already is a decision that no apply had to write.
          const notes = rows.map((_, index) => (decided.byRow.get(index + 1) ?? []).flatMap(({ act, note }) => (act === 'comment' ? [note] : [])));
          assert.deepEqual(notes.map((list) => [...list].sort()), rows.map((row) => [...row.notes].sort()));
        });
      }
    }
  });
}

function written(rows: readonly Row[], format: 'csv' | 'jsonl'): string {
  if (format === 'jsonl') return rows.map(({ text, label }) => `{"text": "${text}", "label": "${label}"}\n`).join('');
  return `text,label\n${rows.map(({ text, label }) => `${text},${label}\n`).join('')}`;
}
