import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { createEngineService } from '../../src/engine/service.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const pair = 'a "" b, \n';
const cell = (bytes: number): string => pair.repeat(Math.ceil(bytes / pair.length));

test('A cell of megabytes full of quotes and line ends is read as it is', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'long.csv');
  const long = cell(3 << 20);
  await writeFile(path, `id,text\n1,short\n2,"${long}"\n3,"with ""quotes"""\n`);
  const { handlers, dispose } = createEngineService();
  t.after(() => dispose());
  const options = { signal: new AbortController().signal, progress: () => undefined };
  const { id, dataset } = await handlers.open({ path, config: {}, memoryLimit: 1024 }, options);
  assert.equal(dataset.rows, 3);
  assert.equal(dataset.unreadable, 0);
  const { cells } = await handlers.row({ id, row: 2 }, options);
  assert.ok(JSON.stringify(cells).includes(JSON.stringify(long.replaceAll('""', '"')).slice(1, 2000)));
});

test('Quotes are taken out of a text, and put into one, with little memory beside it', () => {
  // Six million pairs: an object for each of them would take some 600 MB.
  const code = `
    const { tmpdir } = require('node:os');
    const { fieldText, ScannedRecord, scanRecord } = require('./src/formats/csvRecord.ts');
    const { StagedRows } = require('./src/engine/stagedRows.ts');
    const bytes = Buffer.concat([Buffer.from('"'), Buffer.alloc(12e6, '"'), Buffer.from('"\\n')]);
    const record = new ScannedRecord();
    scanRecord(bytes, 0, true, { delimiter: 44, quote: 34, width: 1 }, record);
    const text = fieldText(bytes, record, 0, '"');
    void (async () => {
    const staged = await StagedRows.open(tmpdir(), [0]);
    await staged.write({ firstRow: 1, cells: [{ text: [text] }] }, 1);
    console.log(text.length, staged.bytes);
    await staged.discard();
    })();
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=160', '--import', 'tsx', '--eval', code], { encoding: 'utf8' });
  assert.equal(stdout.trim(), '6000000 12000005', stderr);
});
