import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { Evaluation, NoEvaluation } from '../../../src/core/evaluation.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { csvOf, type PredictedRow, predictedRows } from './predictedFile.ts';

const { signal } = new AbortController();
const rows = predictedRows(2000);
const roles = {
  label: 'label',
  predicted: 'predicted',
  split: 'split',
  segments: ['country', 'device'],
  id: 'id',
  probabilities: ['prob_bill', 'prob_bug', 'prob_other'],
} as const;

async function opened(t: TestContext, csv: string, config: WinnowConfig = { roles }): Promise<DatasetSession> {
  const path = join(await temporaryFolder(t), 'tickets.csv');
  await writeFile(path, csv);
  const session = await DatasetSession.open({ path, config, memoryLimit: 512 });
  t.after(() => session.close());
  return session;
}

const ask = (session: DatasetSession, split?: string): Promise<Evaluation | NoEvaluation> => session.evaluation.report(split, signal, () => undefined);

async function evaluated(t: TestContext, csv: string, config?: WinnowConfig, split?: string): Promise<Evaluation> {
  const result = await ask(await opened(t, csv, config), split);
  assert.ok(!('why' in result), 'why' in result ? result.why : '');
  return result;
}

const wrong = ({ label, predicted }: PredictedRow): boolean => label !== predicted;
const count = (some: readonly PredictedRow[], holds: (row: PredictedRow) => boolean): number => some.filter(holds).length;

test('the test split is measured unless another is asked for, and every figure is that of its rows', async (t) => {
  const session = await opened(t, csvOf(rows));
  const result = await ask(session);
  assert.ok(!('why' in result));
  const tested = rows.filter(({ split }) => split === 'test');
  assert.equal(result.split, 'test');
  assert.deepEqual(result.splits.map(({ value, kind, rows: size }) => [value, kind, size]).sort(), [
    ['test', 'test', tested.length],
    ['train', 'train', rows.length - tested.length],
  ]);
  assert.deepEqual([result.overall.rows, result.overall.correct], [tested.length, tested.length - count(tested, wrong)]);
  for (const { name, support, predicted, correct } of result.classes) {
    assert.deepEqual(
      [support, predicted, correct],
      [
        count(tested, ({ label }) => label === name),
        count(tested, (row) => row.predicted === name),
        count(tested, (row) => row.label === name && !wrong(row)),
      ],
    );
  }
  assert.equal(result.confusions.length, 9);
  for (const { label, predicted, rows: size, cost } of result.confusions) {
    assert.equal(size, count(tested, (row) => row.label === label && row.predicted === predicted));
    assert.equal(cost, label === predicted ? 0 : size);
  }
  assert.equal(result.cost.total, count(tested, wrong));
  const france = result.segments.find(({ column }) => column === 'country')!.segments.find(({ value }) => value === 'FR')!;
  assert.deepEqual(
    [france.rows, france.correct, france.cost],
    [
      count(tested, ({ country }) => country === 'FR'),
      count(tested, (row) => row.country === 'FR' && !wrong(row)),
      count(tested, (row) => row.country === 'FR' && wrong(row)),
    ],
  );
  assert.ok(france.p! < 0.001 && france.accuracy.low < france.accuracy.value! && france.classes.length === 3);

  const everything = await ask(session, 'all');
  const train = await ask(session, 'train');
  assert.ok(!('why' in everything) && !('why' in train));
  assert.deepEqual([everything.split, everything.overall.rows, train.overall.rows], [null, rows.length, rows.length - tested.length]);
  await assert.rejects(ask(session, 'holdout'), /no split “holdout”.*“train”.*“test”/s);
});

test('the weakest slice is the one that was made weak, and its conditions lead to its rows', async (t) => {
  const session = await opened(t, csvOf(rows));
  const result = await ask(session, 'all');
  assert.ok(!('why' in result));
  const [slice] = result.slices;
  const weak = rows.filter(({ country, device }) => country === 'FR' && device === 'mobile');
  assert.deepEqual([slice!.words, slice!.rows, slice!.wrong], ['“country” is “FR” and “device” is “mobile”', weak.length, count(weak, wrong)]);
  assert.ok(slice!.p < 1e-6);
  const view = await session.resolve({ filters: slice!.filters });
  assert.equal(view.total, weak.length);
});

test('calibration is that of the highest probabilities', async (t) => {
  const { calibration } = await evaluated(t, csvOf(rows), { roles }, 'all');
  assert.equal(calibration!.rows, rows.length);
  const mean = rows.reduce((sum, { probabilities }) => sum + Math.max(...probabilities), 0) / rows.length;
  assert.ok(Math.abs(calibration!.excess! - (mean - (1 - count(rows, wrong) / rows.length))) < 1e-9);
});

test('without a predicted column the likeliest label is the prediction, and a confidence alone is enough to be calibrated', async (t) => {
  const columns = await evaluated(t, csvOf(rows), { roles: { ...roles, predicted: null } }, 'all');
  assert.equal(columns.overall.correct, rows.length - count(rows, wrong));
  assert.match(columns.words, /likeliest/);
  const withConfidence = csvOf(rows).replace('prob_bill', 'confidence').split('\n');
  const lines = withConfidence.map((line, index) =>
    index === 0 || line === ''
      ? line
      : line
          .split(',')
          .map((cell, place, cells) => (place === 7 ? String(Math.max(...cells.slice(7).map(Number))) : cell))
          .join(','),
  );
  const pair = await evaluated(t, lines.join('\n'), { roles: { ...roles, probabilities: null, confidence: 'confidence' } }, 'all');
  assert.ok(Math.abs(pair.calibration!.ece! - columns.calibration!.ece!) < 1e-9);
});

test('costs are those of winnow.json by the value of each row, and cells that it does not name are told', async (t) => {
  const config: WinnowConfig = {
    roles: { ...roles, weight: 'age' },
    costs: { default: 2, confusions: { bill: { bug: 10 } }, segments: { country: { FR: 3 } } },
  };
  const { cost } = await evaluated(t, csvOf(rows), config, 'all');
  const worth = ({ age, country }: PredictedRow): number => age * (country === 'FR' ? 3 : 1);
  const expected = rows.filter(wrong).reduce((sum, row) => sum + worth(row) * (row.predicted === 'bill' && row.label === 'bug' ? 10 : 2), 0);
  assert.equal(cost.total, expected);
  assert.deepEqual([cost.valueColumn, cost.value], ['age', rows.reduce((sum, row) => sum + worth(row), 0)]);
  assert.equal(cost.unnamed.length, 5);
});

test('unknown labels, missing predictions and probabilities that are no numbers are said, and the rest is measured', async (t) => {
  const csv = csvOf(rows, (cells, { id }) =>
    cells.map((cell, place) =>
      id <= 5 && place === 6 ? 'spam' : id > 5 && id <= 12 && place === 6 ? '' : id > 20 && id <= 50 && place === 7 ? 'nan' : cell,
    ),
  );
  const result = await evaluated(t, csv, { roles }, 'all');
  assert.equal(result.overall.rows, rows.length - 7);
  assert.deepEqual(result.leftOut, [{ why: 'they have no prediction that can be used', rows: 7 }]);
  assert.deepEqual(result.classes.filter(({ isLabel }) => !isLabel).map(({ name, predicted, support }) => [name, predicted, support]), [['spam', 5, 0]]);
  assert.ok(result.notes.includes('5 predictions name labels that no row has, and count as wrong: “spam”.'), result.notes.join('\n'));
  assert.ok(result.notes.some((note) => note.startsWith('The probabilities of 30 labelled rows')), result.notes.join('\n'));
  assert.equal(result.calibration!.rows, rows.length - 7 - 30);
});

test('rows that are left out are those of the split that is measured', async (t) => {
  const session = await opened(t, csvOf(rows, (cells, { id }) => (id % 10 === 0 ? cells.with(6, '') : cells)));
  const leftOut = async (split?: string): Promise<number[]> => {
    const result = await ask(session, split);
    assert.ok(!('why' in result));
    return result.leftOut.map((one) => one.rows);
  };
  const without = (holds: (row: PredictedRow) => boolean): number => count(rows, (row) => row.id % 10 === 0 && holds(row));
  const tested = without(({ split }) => split === 'test');
  assert.ok(tested > 0 && tested < without(() => true));
  assert.deepEqual(
    [await leftOut(), await leftOut('train'), await leftOut('all')],
    [[tested], [without(({ split }) => split === 'train')], [without(() => true)]],
  );
});

test('means over the classes of a segment have intervals, wider than those of all rows', async (t) => {
  const { overall, segments } = await evaluated(t, csvOf(rows));
  const france = segments[0]!.segments.find(({ value }) => value === 'FR')!;
  for (const key of ['macroPrecision', 'macroRecall', 'macroF1'] as const) {
    const [all, some] = [overall[key], france[key]];
    assert.ok(all.low < all.value! && all.value! < all.high && some.low < some.value! && some.value! < some.high);
    assert.ok(some.high - some.low > all.high - all.low);
  }
  const mean = france.classes.reduce((sum, { f1 }) => sum + f1.value!, 0) / france.classes.length;
  assert.ok(Math.abs(mean - france.macroF1.value!) < 1e-12);
});

test('no predictions, no labels and one class each say what is wrong', async (t) => {
  const some = rows.slice(0, 60);
  const why = async (csv: string, config: WinnowConfig): Promise<string | undefined> => {
    const result = await ask(await opened(t, csv, config));
    return 'why' in result ? result.why : undefined;
  };
  assert.match((await why(csvOf(some), { roles: { ...roles, predicted: null, probabilities: null } }))!, /no column has the role predicted/);
  assert.match((await why(csvOf(some), { roles: { ...roles, label: null } }))!, /no column has the role label/);
  assert.match(
    (await why(
      csvOf(some, (cells) => cells.map((cell, place) => (place === 6 ? '' : cell))),
      { roles: { ...roles, probabilities: null } },
    ))!,
    /no row has both a label and a prediction; 60 rows are left out/,
  );
  const one = await evaluated(
    t,
    csvOf(some, (cells) => cells.map((cell, place) => (place === 5 || place === 6 ? 'bill' : cell))),
    { roles: { ...roles, probabilities: null } },
    'all',
  );
  assert.equal(one.overall.accuracy.value, 1);
  assert.match(one.notes[0]!, /All rows have the label “bill”/);
  assert.match(one.slicing.why!, /fewer than 64 rows/);
});

test('decisions are laid over the labels, and rows that were set aside are not measured', async (t) => {
  const session = await opened(t, csvOf(rows));
  const [relabelled, excluded] = rows.filter(wrong);
  const [first, second] = await session.keys([relabelled!.id, excluded!.id]);
  await session.decide([
    {
      id: '01J00000000000000000000001',
      at: '2026-01-01T00:00:00Z',
      row: first!.key,
      act: 'relabel',
      column: 'label',
      from: relabelled!.label,
      to: relabelled!.predicted,
    },
    { id: '01J00000000000000000000002', at: '2026-01-01T00:00:00Z', row: second!.key, act: 'exclude' },
  ]);
  const result = await ask(session, 'all');
  assert.ok(!('why' in result));
  assert.equal(result.overall.rows - result.overall.correct, count(rows, wrong) - 2);
  assert.deepEqual(result.leftOut, [{ why: 'somebody excluded them, called them ambiguous or took their label away', rows: 1 }]);
});

test('the noise of the test labels stands beside the accuracy where they have been looked at, and says why where it cannot', async (t) => {
  const known = await evaluated(t, csvOf(rows));
  assert.ok(known.labelNoise && 'words' in known.labelNoise);
  assert.match(known.labelNoise.words, /test labels look wrong \(95 % interval .*\); the model’s error is/);
  const { labelNoise } = await evaluated(t, csvOf(rows), { roles: { ...roles, probabilities: null } });
  assert.equal(labelNoise, null);
  const few = await evaluated(t, csvOf(rows, (cells, { id }) => (id > 60 ? cells.with(4, 'train') : cells)));
  assert.match(few.labelNoise && 'why' in few.labelNoise ? few.labelNoise.why : '', /test rows have probabilities, fewer than 50/);
  const elsewhere = await evaluated(t, csvOf(rows), { roles }, 'train');
  assert.equal(elsewhere.labelNoise, null);
});

test('without splits the noise of all labels stands beside the accuracy, and without a test split it is said that training rows are among those measured', async (t) => {
  const config: WinnowConfig = { roles: { ...roles, split: null } };
  const without = await evaluated(t, csvOf(rows), config);
  assert.ok(without.labelNoise && 'words' in without.labelNoise);
  assert.match(without.labelNoise.words, /^About [\d.]+ % of the 2,000 labels look wrong/);
  const onlyTrain = await evaluated(t, csvOf(rows, (cells) => cells.with(4, 'train')));
  assert.deepEqual([onlyTrain.split, onlyTrain.labelNoise], [null, null]);
  assert.ok(
    onlyTrain.notes.includes(
      'There is no test split: all rows are measured. A model is better on rows that it has learnt from, and those of “train” are among them.',
    ),
    onlyTrain.notes.join('\n'),
  );
  const one = await evaluated(t, csvOf(rows, (cells, { id }) => cells.with(4, id === 1 ? 'test' : 'train')));
  assert.match(one.labelNoise && 'why' in one.labelNoise ? one.labelNoise.why : '', /^1 test row has probabilities, fewer than 50$/);
  assert.ok(one.overall.accuracy.low < 0.3 || one.overall.accuracy.high > 0.7);
});

test('costs that name labels which do not occur, and costs without weights of segments, say no more than is so', async (t) => {
  const { notes, cost } = await evaluated(t, csvOf(rows), { roles, costs: { confusions: { bill: { bug: 2, bugg: 3 }, othr: { bug: 1 } }, segments: {} } });
  assert.ok(notes.includes('The costs of winnow.json name 2 labels that do not occur: “bugg”, “othr”.'), notes.join('\n'));
  assert.doesNotMatch(cost.basis, /segments/);
});

test('where no test row has a prediction, all others are measured, which is said', async (t) => {
  const csv = csvOf(rows, (cells, { split }) => (split === 'test' ? cells.with(6, '') : cells));
  const { split, notes, overall } = await evaluated(t, csv);
  assert.deepEqual([split, overall.rows], [null, count(rows, (row) => row.split === 'train')]);
  assert.match(notes[0]!, /^No row of the split “test” has both a label and a prediction/);
});
