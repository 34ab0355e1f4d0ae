import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { readCells, type ReadCells } from '../../src/engine/cells.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { FormatError } from '../../src/formats/format.ts';
import { randomCsv, seededRandom, wound } from '../formats/randomCsv.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

type Random = (below: number) => number;

/** Every cell, by the index and by the table alone. A mark at the start of a text is lost on its way out of DuckDB. */
async function readBothWays(session: DatasetSession, rows: Int32Array): Promise<{ indexed: ReadCells; tabled: ReadCells }> {
  const columns = session.dataset.columns.map(({ name }) => name);
  const indexed = await session.table.byIndex!(rows, columns, 40);
  assert(indexed, 'the index is at hand');
  const { database, columns: stored, unreadable, hasAbsent } = session.table;
  return { indexed: tidy(indexed), tabled: tidy(await readCells({ database, columns: stored, unreadable, hasAbsent }, rows, columns, 40)) };
}

function tidy({ text, codes }: ReadCells): ReadCells {
  return { text: text.map((column) => column.map((cell) => [...cell.replace(/^\ufeff/, '')].slice(0, 30).join(''))), codes };
}

/** All rows or some, in an order of their own. */
function someRows(records: number, random: Random): Int32Array {
  const rows = Array.from({ length: records }, (_, index) => index + 1).filter(() => random(3) > 0);
  for (let at = rows.length - 1; at > 0; at--) {
    const other = random(at + 1);
    [rows[at], rows[other]] = [rows[other]!, rows[at]!];
  }
  return Int32Array.from(rows);
}

async function compareFile(path: string, random: Random, what: string): Promise<boolean> {
  let session: DatasetSession;
  try {
    session = await DatasetSession.open({ path, config: {}, memoryLimit: 256 });
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
  try {
    const { indexed, tabled } = await readBothWays(session, someRows(session.dataset.records, random));
    assert.deepEqual(indexed, tabled, what);
    return true;
  } finally {
    await session.close();
  }
}

test('cells out of the file are those of the table, whatever the dialect and the damage', async (t) => {
  const path = join(await temporaryFolder(t), 'random.csv');
  let compared = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const file = Buffer.from(randomCsv(random).text);
    await writeFile(path, seed % 2 === 0 ? wound(file, random) : file);
    if (await compareFile(path, random, `seed ${seed}`)) compared++;
  }
  assert(compared > 40, `only ${compared} files could be opened`);
});

test('cells of JSON lines are those of the table', async (t) => {
  const path = join(await temporaryFolder(t), 'random.jsonl');
  const values = [
    '1',
    '1.10',
    '-0',
    'null',
    'true',
    '"a"',
    '"\\u00fc\\n"',
    '"\\ud800"',
    '"😀 long text that goes on and on and on, beyond what is shown"',
    '[1, {"a": "b c"}]',
    '{ }',
    '""',
    '12345678901234567890',
  ];
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const lines = ['{"a":"first","b":1}'];
    for (let row = 0; row < 40; row++) {
      const members = Array.from({ length: random(5) }, () => `"${'abcde😀'[random(5)]}": ${values[random(values.length)]}`);
      lines.push(random(12) === 0 ? '{"a": nul}' : random(15) === 0 ? '  ' : `{${members.join(', ')}}`);
    }
    await writeFile(path, wound(Buffer.from(lines.join(random(2) === 0 ? '\n' : '\r\n')), random));
    await compareFile(path, random, `seed ${seed}`);
  }
});

test('cells of a file in another encoding come out of its copy', async (t) => {
  const path = join(await temporaryFolder(t), 'wide.csv');
  await writeFile(path, Buffer.from('\ufeffname,note\nJürgen,"two\nlines"\nZoë,\n', 'utf16le'));
  assert(await compareFile(path, () => 1, 'UTF-16'));
});

test('a file that has changed on disk is not read by an index that is no longer its own', async (t) => {
  const path = join(await temporaryFolder(t), 'changing.csv');
  await writeFile(path, 'id,word\n1,first\n2,second\n');
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 256 });
  t.after(() => session.close());
  assert.notEqual(await session.table.byIndex!(Int32Array.of(1), ['word'], 40), null);
  await appendFile(path, '3,third\n');
  assert.equal(await session.table.byIndex!(Int32Array.of(1), ['word'], 40), null);
  const window = await session.window({ view: { filters: [] }, offset: 0, limit: 9, columns: ['word'] });
  assert.deepEqual(window.cells[0]?.text, ['first', 'second']);
  assert.deepEqual(await session.table.lines([1]), [null]);
});
