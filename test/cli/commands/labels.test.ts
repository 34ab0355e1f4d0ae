import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { LabelHealth } from '../../../src/protocol/labelMethods.ts';
import { runCli } from '../runCli.ts';

const learnt = join(import.meta.dirname, '../../fixtures/checks/label-error/learnt-from-text/input.csv');

test('labels prints a line for each label, learnt in a thread of its own', async () => {
  const { code, out } = await runCli(['labels', learnt]);
  assert.equal(code, 0);
  assert.match(out, /Winnow's text model on “review”, 5 folds, seed 1: right for 98\.3 % of 120 rows/);
  assert.match(out, /^complaint +60 +1\.7 % +1 +praise \(1\)$/m);
});

test('labels gives programs the same as JSON', async () => {
  const { code, out } = await runCli(['labels', learnt, '--format', 'json']);
  assert.equal(code, 0);
  const { source, classes, matrix } = JSON.parse(out) as LabelHealth;
  assert.equal(source?.kind, 'text');
  assert.deepEqual(classes.map(({ label, rows, flagged }) => [label, rows, flagged]), [['complaint', 60, 1], ['praise', 60, 1]]);
  assert.deepEqual(matrix.counts, [[0, 1], [1, 0]]);
});

test('labels counts them where nothing can be learnt, and says why', async (context) => {
  const path = await written(
    context,
    `text,label\n${Array.from({ length: 12 }, (_, row) => `Customer ${row} wrote something long enough,${row === 3 ? 'odd' : 'ok'}\n`).join('')}`,
  );
  const { code, out } = await runCli(['labels', path]);
  assert.equal(code, 0);
  assert.match(out, /Wrong labels could not be estimated: only one label has two rows or more/);
});

test('labels of a file without a label says what is missing', async (context) => {
  const { code, out } = await runCli(['labels', await written(context, 'a,b\n1,2\n3,4\n')]);
  assert.equal(code, 0);
  assert.match(out, /Wrong labels could not be estimated: no column has the role label/);
});

test('labels says which rows have probabilities that cannot be used, and why one annotator is compared with nobody', async (context) => {
  const row = (id: number, p: string): string => `${id},ann,${id % 2 === 0 ? 'yes' : 'no'},${p}\n`;
  const path = await written(
    context,
    `item,worker,label,prob_yes,prob_no\n${Array.from({ length: 20 }, (_, at) => row(at + 1, at === 6 ? 'nan,0.5' : at === 8 ? '0.9,0.9' : at % 2 === 0 ? '0.1,0.9' : '0.9,0.1')).join('')}`,
  );
  const { code, out } = await runCli(['labels', path]);
  assert.equal(code, 0);
  assert.match(out, /^Left out: 1 row, since one of its probabilities is missing or no number \(row 7\)\.$/m);
  assert.match(out, /^Left out: 1 row, since its probabilities do not sum to 1 \(row 9: 1\.8\)\.$/m);
  assert.match(out, /^Annotators could not be compared: “worker” says who labelled \(1 person\)/m);
});

test('labels shows how far people agree on each label, with probabilities and without', async (context) => {
  const items = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 'a label with a rather long name' : 'no'));
  const other = (label: string): string => (label === 'no' ? 'a label with a rather long name' : 'no');
  // Of the items whose consensus is “no”, one person of three is wrong on every second; the last item has one vote.
  const votes = (label: string, at: number): string => (at === 39 ? 'no,,' : `${label},${at % 4 === 1 ? other(label) : label},${label}`);
  const lines = items.map((label, at) => `${at + 1},${label === 'no' ? 'rain and wind' : 'sunny and warm'} on day ${at},${label},${votes(label, at)}\n`).join('');
  const judged = await runCli(['labels', await written(context, `id,text,label,annotator_1,annotator_2,annotator_3\n${lines}`)]);
  assert.match(judged.out, /^label +rows +noise +listed +agreement +most likely confusion$/m);
  assert.match(judged.out, /^a label with a rather long name +20 +0\.0 % +– +100\.0 %$/m);
  assert.match(judged.out, /^no +20 +0\.0 % +– +82\.5 %$/m);
  assert.match(judged.out, /^Annotators {2}118 labels by 3 people on 40 items · Krippendorff α 0\.\d{3}$/m);
  assert.match(judged.out, /^They disagree on 10 items\. Consensus by /m);
  const columns = items.map((label, at) => `${at + 1},${votes(label, at)}\n`).join('');
  const alone = await runCli(['labels', await written(context, `id,annotator_1,annotator_2,annotator_3\n${columns}`)]);
  assert.match(alone.out, /^label +items by consensus +agreement$/m);
  assert.match(alone.out, /^no +20 +82\.5 %$/m);
});

test('labels says where no row is listed, and what one column of votes could be', async (context) => {
  const lines = Array.from(
    { length: 40 },
    (_, row) => `${row + 1},${row % 2 === 0 ? 'sunny and warm' : 'rain and wind'} on day ${row},${row % 2 === 0 ? 'good' : 'bad'}\n`,
  ).join('');
  assert.match((await runCli(['labels', await written(context, `id,text,label\n${lines}`)])).out, /^No row is listed as probably wrong\.$/m);
  const { out } = await runCli(['labels', await written(context, `id,text,annotator_1\n${lines}`)]);
  assert.match(
    out,
    /^Annotators could not be compared: “annotator_1” is the only column with the role annotators, .* if it holds one person's labels, give it the role label/m,
  );
});

test('check as JSON has the probabilities, the suggestion, the rule and the basis', async () => {
  const { out } = await runCli(['check', learnt, '--format', 'json']);
  const { files } = JSON.parse(out) as { files: { findings: { check: string; suggestion: unknown; basis: unknown; evidence: Record<string, unknown> }[] }[] };
  const wrong = files[0]!.findings.find(({ check }) => check === 'label-error');
  assert.deepEqual(Object.keys(wrong!.evidence).sort(), ['accuracy', 'given', 'probabilities', 'rule', 'source', 'suggested', 'wrong']);
  assert.equal(wrong!.evidence['rule'], 'low_self_confidence');
  assert.deepEqual(wrong!.basis, { kind: 'all', rows: 120 });
});

test('check leaves out what is to be skipped', async () => {
  const { out } = await runCli(['check', learnt, '--format', 'json', '--skip', 'label-error']);
  assert.doesNotMatch(out, /"check":"label-error","severity"/);
  assert.match(out, /\{"check":"label-error","why":"left out"\}/);
});

async function written(context: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-labels-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'data.csv'), text);
  return join(folder, 'data.csv');
}
