import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { WinnowConfig } from '../../src/core/config.ts';
import type { KeptFinding } from '../../src/core/finding.ts';
import { openForChecks } from './support.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-hostile-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function check(name: string, text: string, config: WinnowConfig = {}): Promise<KeptFinding[]> {
  const path = join(folder, name);
  await writeFile(path, text);
  const file = await openForChecks(path, config);
  try {
    return (await file.run()).findings;
  } finally {
    await file.close();
  }
}

function assertNoneFailed(findings: readonly KeptFinding[]): void {
  assert.deepEqual(findings.filter(({ evidence }) => evidence['failed'] === true).map(({ message }) => message), []);
}

test('Quotes, brackets and script in names and cells are text to every check', async () => {
  const names = [`te"xt'; DROP TABLE data; --`, `<img src=x onerror=alert(1)>`, '_row', 'n', 'h', 'c0', '$1', '?'];
  const cells = (row: number): string[] => [
    `'; SELECT ${row % 7}; -- a sentence that is long enough "quoted"`,
    [`x'y`, `x"y`, '%_\\'][row % 3]!,
    String(row % 5),
    'NULL',
    `${row % 4}`,
    '$1',
    `a${row % 2}`,
    '?',
  ];
  const line = (values: readonly string[]): string => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
  const text = [names, ...Array.from({ length: 60 }, (_, row) => cells(row))].map(line).join('\n');
  const findings = await check('hostile.csv', text, { roles: { content: [names[0]!], label: names[1]!, segments: ['n'], split: 'h' } });
  assertNoneFailed(findings);
  assert.ok(findings.some(({ check: id }) => id === 'conflicting-label'));
});

test('A header alone, a single column, and a column of nothing are looked at without a failure', async () => {
  assert.deepEqual(await check('header.csv', 'text,label\n'), []);
  assert.deepEqual(await check('one.csv', 'n\n1\n2\n3\n'), []);
  const empty = await check('nothing.csv', `id,text\n${Array.from({ length: 12 }, (_, row) => `${row},\n`).join('')}`);
  assert.deepEqual(empty.map(({ check: id, column }) => [id, column]), [['constant-column', 'text']]);
});

test('Numbers beyond a double, infinities and NaN stop no check', async () => {
  const values = ['1e400', '-1e400', 'inf', 'NaN', '1e308', '-1e308', '1e-320', '0'];
  const rows = Array.from({ length: 400 }, (_, row) => `${row},${values[row % 50] ?? row % 9}\n`);
  assertNoneFailed(await check('numbers.csv', `id,x\n${rows.join('')}`));
});

test('Hundreds of columns are looked at, more than fit one query', async () => {
  const header = Array.from({ length: 300 }, (_, column) => `column ${column}`).join(',');
  const rows = Array.from({ length: 40 }, (_, row) =>
    Array.from({ length: 300 }, (_, column) => (column % 3 === 0 ? row * column : `v${(row + column) % 3}`)).join(','),
  );
  const findings = await check('wide.csv', [header, ...rows, rows[3]].join('\n'));
  assertNoneFailed(findings);
  assert.ok(findings.some(({ check: id }) => id === 'exact-duplicate'));
});

test('A cell of a million characters is quoted in part, and its length is told', async () => {
  const findings = await check(
    'long.csv',
    `id,text\n${Array.from({ length: 40 }, (_, row) => `${row},${row === 7 ? 'word '.repeat(200_000) : `A sentence of the usual length ${'and more '.repeat(row % 5)}`}\n`).join('')}`,
    { roles: { content: ['text'] } },
  );
  const long = findings.find(({ check: id }) => id === 'unusual-text');
  assert.match(long!.message, /repeats “word” 200,000 times and is far longer than the rest \(999,999 characters|1,000,000 characters/);
  assert.ok(long!.message.length < 500);
});
