import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Evaluation } from '../../../src/core/evaluation.ts';
import { csvOf, predictedRows } from '../../engine/evaluate/predictedFile.ts';
import { runCli } from '../runCli.ts';

const rows = predictedRows(1000);
const tested = rows.filter(({ split }) => split === 'test');
const right = tested.filter(({ label, predicted }) => label === predicted).length;

async function written(context: TestContext, text: string, config?: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-evaluate-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'tickets.csv'), text);
  if (config) await writeFile(join(folder, 'winnow.json'), JSON.stringify(config));
  return join(folder, 'tickets.csv');
}

test('evaluate says how often predictions are right in the test split, with its interval, classes, segments and slices', async (context) => {
  const { code, out } = await runCli(['evaluate', await written(context, csvOf(rows))]);
  assert.equal(code, 0);
  assert.ok(
    out.includes(
      `Right for ${right} of ${tested.length} rows of the split test: ${((100 * right) / tested.length).toFixed(1)} % (95 % interval `,
    ),
    out,
  );
  assert.match(out, /^About [\d.]+ % of the \d+ test labels look wrong \(95 % interval .*two models within [\d.]+ points cannot be told apart\.$/m);
  assert.match(out, /^class +rows +predicted +precision +recall +F1$/m);
  assert.match(out, /^bug +\d+ +\d+ +\d+\.\d % \(\d+–\d+\)/m);
  assert.match(out, /^Errors cost \d+, .*every wrong prediction costs 1/m);
  assert.match(out, /^country +rows +right +precision\* +recall\* +F1\* +cost +p$/m);
  assert.match(out, /^FR +\d+( +\d+\.\d % \(\d+–\d+\)){4} /m);
  assert.match(out, /Means over the classes: precision \d+\.\d % \(\d+–\d+\), recall/);
  assert.match(out, /^Calibration error \(ECE, 15 bins\) 0\.\d+ over \d+ rows/m);
  assert.match(out, /<\.001 +“country” is “FR” and “device” is “mobile”$/m);
});

test('evaluate measures another split, or all rows, and gives programs everything', async (context) => {
  const path = await written(context, csvOf(rows));
  const { code, out } = await runCli(['evaluate', path, '--split', 'all', '--format', 'json']);
  assert.equal(code, 0);
  const { split, overall, classes, calibration, confusions } = JSON.parse(out) as Evaluation;
  assert.deepEqual([split, overall.rows, classes.length, confusions.length], [null, rows.length, 3, 9]);
  assert.equal(calibration!.bins.length, 15);
  const train = await runCli(['evaluate', path, '--split', 'train']);
  assert.ok(train.out.includes(`of ${rows.length - tested.length} rows of the split train`), train.out);
});

test('evaluate says which splits there are, and what is missing', async (context) => {
  const path = await written(context, csvOf(rows.slice(0, 100)));
  const unknown = await runCli(['evaluate', path, '--split', 'holdout']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.messages, /tickets\.csv: There is no split “holdout”: “split” has “train” and “test”|“test” and “train”/);
  const without = await runCli(['evaluate', await written(context, 'text,label\nsome words,a\nother words,b\n')]);
  assert.equal(without.code, 2);
  assert.match(without.messages, /tickets\.csv: The predictions cannot be measured: no column has the role predicted/);
});

test('evaluate names the confusions that the costs of winnow.json leave out', async (context) => {
  const path = await written(context, csvOf(rows), { costs: { default: 1, confusions: { bill: { bug: 10 } } } });
  const { code, out } = await runCli(['evaluate', path]);
  assert.equal(code, 0);
  assert.match(out, /^Not in the costs of winnow\.json: .*taken for.* and \d+ more|^Not in the costs of winnow\.json: .*taken for/m);
});

test('evaluate leaves nothing of hostile labels to steer the terminal', async (context) => {
  const csv = csvOf(rows.slice(0, 200), (cells) => cells.map((cell) => (cell === 'bug' ? '\u001b[31mbug' : cell)));
  const { out } = await runCli(['evaluate', await written(context, csv)]);
  assert.doesNotMatch(out, /\u001b/);
});
