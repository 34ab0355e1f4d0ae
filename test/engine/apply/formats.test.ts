import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { DecidedFile } from './support.ts';

const samples = join(import.meta.dirname, '..', '..', '..', 'samples');
/** The sample in every format, and the same rows as a JSON array and in other encodings. */
const files = [
  'support-tickets.csv',
  'support-tickets.tsv',
  'support-tickets.jsonl',
  'support-tickets.json',
  'support-tickets.parquet',
  'support-tickets.arrow',
  'utf-16.csv',
  'latin-1.csv',
];

async function content(name: string): Promise<string | Uint8Array> {
  const csv = (): Promise<string> => readFile(join(samples, 'support-tickets.csv'), 'utf8');
  if (name.endsWith('.json')) return `{"data": [\n  ${(await readFile(join(samples, 'support-tickets.jsonl'), 'utf8')).trim().split('\n').join(' ,\n  ')}\n]}`;
  if (name.endsWith('.tsv')) return 'id\ttext\tlabel\r\n1\tgut\tpos\n2\t"a\tb"\tneg\r\n3\tschön\tpos';
  if (name === 'utf-16.csv') return Buffer.from('\ufeffid,text,label\r\n1,gut,pos\n2,"a\nb 🚀",neg\r\n3,schön,pos', 'utf16le');
  if (name === 'latin-1.csv') return Buffer.from('id,text,label\r\n1,gut,pos\n2,"a\nb é",neg\r\n3,schön,pos', 'latin1');
  return name.endsWith('.csv') ? csv() : readFile(join(samples, name));
}

for (const name of files) {
  test(`decisions are applied to ${name}, and its rows read back with them and nothing else`, async (t) => {
    const file = await DecidedFile.write(t, name, await content(name));
    const label = name.startsWith('support') && !name.endsWith('.tsv') ? 'category' : 'label';
    const read = (): Promise<readonly (readonly (string | null)[])[]> => file.use(async (session) => {
      const columns = session.dataset.columns.map((column) => column.name);
      const rows = await session.keys(Array.from({ length: session.dataset.records }, (_, index) => index + 1), columns);
      return rows.map(({ cells }) => cells);
    });
    const before = await read();
    const columns = await file.use((session) => Promise.resolve(session.dataset.columns.map((column) => column.name)));
    const at = columns.indexOf(label);
    const [one, other] = [...new Set(before.map((row) => row[at]!).filter((value) => value !== null))] as [string, string];
    const drafts = [1, 3].map((row) => [row, 'relabel', { column: label, to: before[row - 1]![at] === one ? other : one }] as const);
    await file.decide(...drafts, [2, 'exclude'], [2, 'annotate', { column: 'note', to: 'x' }], [3, 'annotate', { column: 'note', to: 'schön' }]);
    const result = await file.apply({ excluded: 'drop', annotations: true });
    assert.deepEqual([result.cells, result.dropped, result.addedColumns], [2, 1, ['note']]);
    const wanted = before.map((row, index) => [
      ...row.map((cell, column) => (column === at && (index === 0 || index === 2) ? drafts[index / 2]![2].to : cell)),
      index === 2 ? 'schön' : null,
    ]);
    wanted.splice(1, 1);
    assert.deepEqual(await read(), wanted);
    await file.use((session) => {
      const { decided } = session.applySource;
      assert.deepEqual([decided.orphans, decided.conflicts, decided.rows.length], [[], [], 0]);
      return Promise.resolve();
    });
  });
}
