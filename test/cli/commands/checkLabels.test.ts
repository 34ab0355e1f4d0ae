import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { type CheckJson, runCli } from '../runCli.ts';

const names = ['cat', 'dog', 'eel'];

/** Sixty rows with a column of probabilities for each label; `p` makes those of single rows. */
async function withProbabilities(context: TestContext, p: (row: number, right: number) => readonly (number | string)[]): Promise<string> {
  const lines = Array.from({ length: 60 }, (_, at) => [at + 1, names[at % 3], ...p(at + 1, at % 3)].join(','));
  const path = join(await temporaryFolder(context), 'data.csv');
  await writeFile(path, `id,label,${names.map((name) => `prob_${name}`).join(',')}\n${lines.join('\n')}\n`);
  return path;
}

const sure = (right: number): number[] => names.map((_, place) => (place === right ? 0.9 : 0.05));

test('check says what labels were judged by, and which rows could not be', async (context) => {
  const path = await withProbabilities(context, (row, right) => (row === 7 ? [0.9, 0.9, 0.9] : sure(right)));
  const { out } = await runCli(['check', path]);
  assert.match(out, /\nlabels\n {2}Probabilities in 3 columns, “prob_cat” to “prob_eel”: right for 100\.0 % of 59 rows\.\n/);
  assert.match(out, /\n {2}Left out: 1 row, since its probabilities do not sum to 1 \(row 7: 2\.7\)\.\n/);
  const json = JSON.parse((await runCli(['check', path, '--format', 'json'])).out) as CheckJson;
  assert.deepEqual(json.files[0]?.probabilities?.leftOut, [{ why: 'its probabilities do not sum to 1 (row 7: 2.7)', rows: 1, numbers: [7] }]);
  assert.match((await runCli(['check', path, '--format', 'sarif'])).messages, /data\.csv: Left out: 1 row, since its probabilities do not sum to 1/);
});

test('check says why wrong labels could not be looked for', async (context) => {
  const path = join(await temporaryFolder(context), 'data.csv');
  await writeFile(path, `text,label\n${Array.from({ length: 12 }, (_, row) => `Customer ${row} wrote something long enough,ok\n`).join('')}`);
  const { out } = await runCli(['check', path]);
  assert.match(out, /\nlabels\n {2}Wrong labels could not be looked for: only one label has two rows or more/);
  assert.doesNotMatch((await runCli(['check', path, '--skip', 'label-error,ambiguous-row'])).out, /\nlabels\n/);
});
