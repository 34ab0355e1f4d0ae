import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checks } from '../src/checks/index.ts';
import type { Fault } from '../samples/generator/faults.ts';
import { makeSamples } from '../samples/make.ts';
import { checkJson, type FindingJson } from './cli/runCli.ts';

const formats = ['csv', 'jsonl', 'parquet', 'arrow'] as const;
const samples = join(import.meta.dirname, '..', 'samples');
const faultsOf = (name: string): { rows: number; faults: readonly Fault[] } =>
  JSON.parse(readFileSync(join(samples, `${name}.faults.json`), 'utf8')) as { rows: number; faults: readonly Fault[] };
const { faults, rows } = faultsOf('support-tickets');
const annotated = faultsOf('annotated-tickets');

/** One text per fault or finding, by what and where. */
const place = ({ check, column = '', segment }: Pick<FindingJson, 'check' | 'column' | 'segment'>, numbers: readonly number[]): string =>
  [check, column, segment ? `${segment.column}=${segment.value}` : '', numbers.join(',')].join(' | ');
const planted = faults.map((fault) => place(fault, fault.rows)).sort();

/**
 * What these need is not in the samples: something to compare with, expectations, a column twice, and a row in twenty
 * that repeats another. Their fixtures have it.
 */
const unplanted = [
  'schema-violation',
  'identical-columns',
  'redundant-row',
  'file-leakage',
  'schema-drift',
  'feature-drift',
  'label-drift',
  'missingness-drift',
  'order-dependence',
];
/** These judge by a model that is learnt from the sample itself: they are asked what kind of rows they find, not which ones exactly. */
const learnt = ['label-error', 'ambiguous-row', 'test-noise'];

test('every check has a planted fault', () => {
  const without = [...unplanted, 'test-noise'];
  assert.deepEqual(
    [...new Set([...faults, ...annotated.faults].map(({ check }) => check))].sort(),
    checks
      .map(({ id }) => id)
      .filter((id) => !without.includes(id))
      .sort(),
  );
});

test('every planted fault is found in all four formats, where it was planted, and nothing else', async (context) => {
  const { code, json } = await checkJson([...formats.map((format) => join(samples, `support-tickets.${format}`)), '--skip', learnt.join(',')]);
  assert.equal(code, 1);
  for (const [index, format] of formats.entries()) {
    await context.test(`in ${format}`, () => {
      const file = json.files[index]!;
      assert.equal(file.error, undefined);
      assert.equal(file.format, format);
      assert.equal(file.rows + file.unreadable, rows);
      assert.deepEqual(file.findings.map((finding) => place(finding, finding.rows.map(({ row }) => row))).sort(), planted);
    });
  }
});

test('every fault planted into the tickets that several people labelled is found, and nothing else', async () => {
  const { json } = await checkJson([join(samples, 'annotated-tickets.csv')]);
  const file = json.files[0]!;
  assert.equal(file.rows, annotated.rows);
  assert.deepEqual(
    file.findings
      .map((finding) =>
        place(
          finding,
          finding.rows.map(({ row }) => row),
        ),
      )
      .sort(),
    annotated.faults.map((fault) => place(fault, fault.rows)).sort(),
  );
});

test('a model learnt from the sample suspects wrong labels, and neither rows that nothing is wrong with nor labels written differently', async () => {
  const { json } = await checkJson([join(samples, 'support-tickets.csv')]);
  const findings = json.files[0]!.findings.filter(({ check }) => learnt.includes(check));
  const suspected = findings.flatMap((finding) => finding.rows.map(({ row }) => row));
  const faulty = new Set(faults.flatMap((fault) => fault.rows));
  assert.deepEqual(suspected.filter((row) => !faulty.has(row)), []);
  const misnamed = faults.filter(({ check }) => check === 'label-variant').flatMap((fault) => fault.rows);
  assert.ok(suspected.length > 0);
  assert.deepEqual(misnamed.filter((row) => suspected.includes(row)), []);
});

test('the clean samples raise nothing, in any format', async () => {
  const { code, json } = await checkJson([...formats.map((format) => join(samples, 'clean', `support-tickets.${format}`)), '--fail-on', 'info']);
  assert.deepEqual(
    json.files.map(({ path, error, findings }) => ({ path, error, findings: findings?.map(({ message }) => message) })),
    formats.map((format) => ({ path: join(samples, 'clean', `support-tickets.${format}`), error: undefined, findings: [] })),
  );
  assert.equal(code, 0);
});

test('the samples are what the script writes, to the byte', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-samples-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await makeSamples(folder);
  for (const name of [
    ...formats.flatMap((format) => [`support-tickets.${format}`, `clean/support-tickets.${format}`]),
    'support-tickets.faults.json',
    'annotated-tickets.csv',
    'annotated-tickets.faults.json',
  ]) {
    assert.ok((await readFile(join(folder, name))).equals(await readFile(join(samples, name))), name);
  }
});
