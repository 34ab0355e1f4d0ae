import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CheckedFile, openForChecks } from './support.ts';

const width = 300;
const rows = 60;
let folder: string;
let file: CheckedFile;

/** Columns of numbers, every third of which grows by powers and so is skewed, with one number far from the rest in every tenth. */
function cell(row: number, column: number): number {
  const spread = ((row * 7919 + column * 104_729) % 1009) + 1;
  if (row === 3 && column % 10 === 0) return 1e9;
  return column % 3 === 0 ? Math.round(Math.exp(spread / 100) * 1000) / 1000 : spread / 4;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-wide-'));
  const lines = [
    Array.from({ length: width }, (_, column) => `c${column}`),
    ...Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, column) => cell(row, column))),
  ];
  await writeFile(join(folder, 'wide.csv'), lines.map((line) => line.join(',')).join('\n') + '\n');
  file = await openForChecks(join(folder, 'wide.csv'), {});
});

after(async () => {
  await file?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The columns that a check flags, and what it asked. */
async function asked(check: string): Promise<{ columns: (string | undefined)[]; questions: string[] }> {
  const questions: string[] = [];
  const { relation } = file;
  const outcome = await file.run({
    only: [check],
    relation: {
      ...relation,
      query: (sql, ...more) => (questions.push(sql), relation.query(sql, ...more)),
      stream: (sql, ...more) => (questions.push(sql), relation.stream(sql, ...more)),
      integers: (sql, ...more) => (questions.push(sql), relation.integers(sql, ...more)),
    },
  });
  return { columns: outcome.findings.map(({ column }) => column), questions };
}

test('Numbers far from their columns are looked for in many columns at once', async () => {
  const { columns, questions } = await asked('outlier-value');
  const flagged = Array.from({ length: width / 10 }, (_, index) => `c${index * 10}`);
  assert.deepEqual(flagged.filter((name) => !columns.includes(name)), []);
  assert.ok(
    questions.length - new Set(columns).size < width / 4,
    `${questions.length} questions for ${width} columns, ${new Set(columns).size} of them flagged`,
  );
});

test('The order of the rows is judged without a question about hundreds of columns', async () => {
  const { questions } = await asked('order-dependence');
  const named = questions.map((sql) => sql.split(' AS c').length - 1);
  assert.equal(named.reduce((sum, count) => sum + count, 0), width);
  assert.ok(Math.max(...named) <= 50, `${Math.max(...named)} columns in one question`);
});
