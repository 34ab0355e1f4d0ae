import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import Papa from 'papaparse';
import { loadTable, type LoadTarget } from '../../src/engine/load.ts';
import { loadText } from '../../src/engine/loadText.ts';
import { openFile, readFirstRows } from '../../src/formats/index.ts';
import { randomCsv, seededRandom, wound } from '../formats/randomCsv.ts';
import { readBack, rowsOfHead, temporaryTarget, type FileContent } from './loadedFile.ts';

const neverAborted = new AbortController().signal;

async function withFile(name: string, bytes: string | Buffer, use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-text-'));
  try {
    const path = join(folder, name);
    await writeFile(path, bytes);
    await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function scalar(target: LoadTarget, sql: string): Promise<unknown> {
  const connection = await target.connection();
  try {
    return (await connection.runAndReadAll(sql)).getRows()[0]![0];
  } finally {
    connection.closeSync();
  }
}

test('random files in random dialects are read as they were written, by DuckDB and with care, and as papaparse reads them', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const file = randomCsv(seededRandom(seed));
    const options = { delimiter: file.delimiter, quote: file.quote, header: true };
    await withFile('random.csv', file.text, async (path) => {
      for (const careful of [false, true]) {
        const read = await readBack(path, options, careful);
        assert.deepEqual(read.rows, file.rows, `seed ${seed}, careful ${careful}`);
        assert.deepEqual(read.unreadable, [], `seed ${seed}`);
      }
      assert.deepEqual(rowsOfHead(await readFirstRows(path, options)), file.rows, `seed ${seed}`);
      const parsed = Papa.parse<string[]>(file.text, { delimiter: file.delimiter, quoteChar: file.quote, newline: file.lineEnd as '\n', skipEmptyLines: true });
      assert.deepEqual(parsed.data.slice(1), file.rows.map((row) => row.map((cell) => cell ?? '')), `seed ${seed}`);
      const opened = await openFile(path, options);
      const target = await temporaryTarget();
      const { index } = await loadTable(target, opened, neverAborted, () => undefined);
      assert.deepEqual(await index!.lines(file.rows.map((_, row) => row + 1)), file.lines, `seed ${seed}`);
      await Promise.all([index!.close(), opened.close()]);
      await target.close();
    });
  }
});

test('wounded files lose no record: each is a row or unreadable, and DuckDB and care agree', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(1000 + seed);
    const file = randomCsv(random);
    const options = { delimiter: file.delimiter, quote: file.quote, header: true, encoding: 'utf-8' as const };
    await withFile('wounded.csv', wound(Buffer.from(file.text), random), async (path) => {
      const reads: FileContent[] = [];
      for (const careful of [false, true]) reads.push(await readBack(path, options, careful));
      assert.deepEqual(reads[0], reads[1], `seed ${seed}`);
      const { rowNumbers, unreadable } = reads[0]!;
      const all = [...rowNumbers, ...unreadable.map(({ row }) => row)].sort((a, b) => a - b);
      assert.deepEqual(all, all.map((_, index) => index + 1), `seed ${seed}`);
    });
  }
});

test('a cell of ten megabytes is read whole', async () => {
  const long = 'long "text", '.repeat(800_000);
  await withFile('long.csv', `id,text\n1,short\n2,"${long.replaceAll('"', '""')}"\n3,after\n`, async (path) => {
    const read = await readBack(path);
    assert.deepEqual(read.rows.map((row) => String(row[1]).length), [5, long.length, 5]);
    assert.equal(read.rows[1]![1], long);
    assert.deepEqual(read.unreadable, []);
  });
  await withFile('long.jsonl', `{"a":1}\n{"a":${JSON.stringify(long)}}\n{"a":3}\n`, async (path) => {
    assert.equal((await readBack(path)).rows[1]![0], long);
  });
});

test('two thousand columns are read', async () => {
  const names = Array.from({ length: 2000 }, (_, column) => `column_${column}`);
  const rows = Array.from({ length: 30 }, (_, row) => names.map((_, column) => String(row * column)));
  const text = [names, ...rows].map((cells) => cells.join(',')).join('\n');
  await withFile('wide.csv', text, async (path) => {
    for (const careful of [false, true]) {
      const read = await readBack(path, {}, careful);
      assert.deepEqual(read.columns, names);
      assert.deepEqual(read.rows, rows);
    }
  });
});

test('a header longer than the head is read whole', async () => {
  const names = Array.from({ length: 6000 }, (_, column) => `${'a_rather_long_name_of_a_column'.repeat(2)}_${column}`);
  await withFile('header.csv', `${names.join(';')}\n${names.map((_, column) => column).join(';')}\n`, async (path) => {
    const head = await readFirstRows(path);
    assert.deepEqual(head.columns.map((column) => column.name), names);
    assert.equal(head.cells[5999]!.text[0], '5999');
  });
});

test('a few bad rows in a large file leave its other stretches to DuckDB, in file order', async () => {
  const lines = Array.from({ length: 120_000 }, (_, row) =>
    row === 60_000 ? `${row},"never closed` : row === 70_000 ? `${row},x,y` : `${row},"text ${'z'.repeat(row % 90)}\nof row ${row}"`,
  );
  await withFile('large.csv', `id,text\n${lines.join('\n')}\n`, async (path) => {
    const target = await temporaryTarget();
    const opened = await openFile(path);
    const seen: number[] = [];
    const loaded = await loadTable(target, opened, neverAborted, ({ fraction }) => void seen.push(fraction ?? 0));
    assert.equal(loaded.records, lines.length);
    assert.equal(loaded.careful, true);
    assert.deepEqual(loaded.unreadable.map(({ row, line }) => [row, line]), [[60_001, 120_002], [70_001, 140_001]]);
    assert.equal(await scalar(target, `SELECT count(*) FROM data WHERE c0 <> CAST(_row - 1 AS VARCHAR) OR c1 NOT LIKE '%of row ' || c0`), 0n);
    assert.equal(await scalar(target, 'SELECT count(*) FROM (SELECT _row, lag(_row) OVER (ORDER BY rowid) AS before FROM data) WHERE _row <= before'), 0n);
    assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
    assert.deepEqual(await target.leftovers(), []);
    await Promise.all([loaded.index!.close(), opened.close()]);
    await target.close();
  });
});

test('a file whose samples are ASCII and whose middle is Latin-1 is read as Latin-1', async () => {
  const ascii = `1,${'plain '.repeat(20)}\n`.repeat(5000);
  const bytes = Buffer.concat([Buffer.from(`id,text\n${ascii}`), Buffer.from('2,café\n3,naïve\n', 'latin1'), Buffer.from(ascii)]);
  await withFile('late.csv', bytes, async (path) => {
    const target = await temporaryTarget();
    const opened = await openFile(path);
    const source = opened.toEngine();
    assert(source.kind === 'text');
    const loaded = await loadText(
      target,
      opened,
      { ...source, text: { ...source.text, encoding: 'utf-8' }, encodingIsGuess: true },
      neverAborted,
      () => undefined,
    );
    assert.equal(loaded.unreadableTotal, 0);
    assert.equal(loaded.text?.encoding, 'latin1');
    assert.match(loaded.notices.at(-1)!.message, /Latin-1/);
    assert.equal(await scalar(target, 'SELECT c1 FROM data WHERE _row = 5001'), 'café');
    assert.deepEqual((await target.leftovers()).length, 1);
    await Promise.all([loaded.index!.close(), opened.close()]);
    assert.deepEqual(await target.leftovers(), []);
    await target.close();
  });
});

test('a load that is cancelled stops, and leaves nothing behind', async () => {
  await withFile('large.csv', `id,text\n${`1,${'x'.repeat(100)}\n`.repeat(100_000)}`, async (path) => {
    const target = await temporaryTarget();
    const opened = await openFile(path);
    const controller = new AbortController();
    const load = loadTable(target, opened, controller.signal, ({ words }) => words === 'Loading rows' && controller.abort());
    await assert.rejects(load, { name: 'AbortError' });
    const early = new AbortController();
    await assert.rejects(loadTable(target, opened, early.signal, () => early.abort()), { name: 'AbortError' });
    assert.deepEqual(await target.leftovers(), []);
    await opened.close();
    await target.close();
  });
});

test('keys that come late are absent in the rows before them', async () => {
  const lines = Array.from({ length: 5000 }, (_, row) => (row < 4000 ? `{"a":${row}}` : `{"a":${row},"b":null,"c":"x"}`));
  await withFile('late.jsonl', lines.join('\n'), async (path) => {
    const target = await temporaryTarget();
    const opened = await openFile(path);
    assert.deepEqual(opened.columns.map((column) => column.name), ['a']);
    const loaded = await loadTable(target, opened, neverAborted, () => undefined);
    assert.deepEqual(loaded.columns.map((column) => column.name), ['a', 'b', 'c']);
    assert.equal(await scalar(target, `SELECT count(*) FROM data WHERE _absent = '1,2' AND _row <= 4000`), 4000n);
    assert.equal(await scalar(target, `SELECT count(*) FROM data WHERE _absent IS NULL AND c1 IS NULL AND c2 = 'x'`), 1000n);
    await Promise.all([loaded.index!.close(), opened.close()]);
    await target.close();
  });
});

test('text of any characters survives, in JSON as in CSV', async () => {
  const random = seededRandom(77);
  const pieces = [
    '"',
    '""',
    '\r',
    '\n',
    '\r\n',
    '\r\r\n',
    ',',
    "'",
    '\\',
    '\0',
    '\ufeff',
    'é',
    '€',
    '😀',
    '\ud800',
    'word',
    '   ',
    '\t',
    '\u2028',
    'x'.repeat(300),
  ];
  const cells = Array.from({ length: 3000 }, () =>
    Array.from({ length: 3 }, () =>
      random(9) === 0 ? null : Array.from({ length: random(12) }, () => pieces[random(pieces.length)]!).join(''),
    ),
  );
  // Half of a pair is no character; U+FFFD stands for it.
  const expected = cells.map((row) => row.map((cell) => (cell === null ? null : Buffer.from(cell).toString())));
  await withFile('any.jsonl', cells.map(([a, b, c]) => JSON.stringify({ a, b, c })).join('\n'), async (path) =>
    assert.deepEqual((await readBack(path)).rows, expected),
  );
  await withFile('any.json', JSON.stringify(cells.map(([a, b, c]) => ({ a, b, c }))), async (path) => assert.deepEqual((await readBack(path)).rows, expected));
});

test('more unreadable records than are kept are still counted', async () => {
  await withFile('bad.csv', `a,b\n1,2\n3,4\n5,6\n${'x\n'.repeat(100_010)}`, async (path) => {
    const target = await temporaryTarget();
    const opened = await openFile(path);
    const loaded = await loadTable(target, opened, neverAborted, () => undefined);
    assert.deepEqual([loaded.records, loaded.unreadableTotal, loaded.unreadable.length], [100_013, 100_010, 100_000]);
    await Promise.all([loaded.index!.close(), opened.close()]);
    await target.close();
  });
});

test('a folder, a missing file and one that shrinks are explained', async () => {
  await withFile('there.csv', 'a,b\n1,2\n', async (path) => {
    await assert.rejects(openFile(join(path, '..')), { name: 'FormatError', message: /is a folder/ });
    await assert.rejects(openFile(`${path}.gone`), { name: 'FormatError', message: /there\.csv\.gone cannot be read: there is no such file/ });
    await assert.rejects(readFirstRows(`${path}.gone`), { name: 'FormatError' });
    const opened = await openFile(path);
    await rm(path);
    const target = await temporaryTarget();
    await assert.rejects(loadTable(target, opened, neverAborted, () => undefined), { name: 'FormatError', message: /there\.csv/ });
    await opened.close();
    await target.close();
  });
});
