import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { LabelHealth } from '../../../src/protocol/labelMethods.ts';
import { never, open, quiet } from './openLabels.ts';

const names = ['cat', 'dog', 'eel'];
const about = ['purrs and hunts mice at night', 'barks and fetches the stick', 'swims under the cold stones'];

interface Line {
  readonly label: string;
  readonly predicted: string;
  readonly confidence: number | string;
}

/** Sixty rows with a prediction that is right but for row 9; single rows are what `change` makes of them. */
async function opened(context: TestContext, change: (line: Line, row: number) => Line): ReturnType<typeof open> {
  const lines = Array.from({ length: 60 }, (_, at) => {
    const predicted = names[at % 3]!;
    const { label, predicted: said, confidence } = change({ label: at === 8 ? 'dog' : predicted, predicted, confidence: (80 + (at % 15)) / 100 }, at + 1);
    return `${at + 1},"This animal ${about[at % 3]!}, says number ${at + 1}",${label},${said},${confidence}`;
  });
  return open(context, `id,text,label,predicted,confidence\n${lines.join('\n')}\n`);
}

async function sourceOf(context: TestContext, change: (line: Line, row: number) => Line): Promise<NonNullable<LabelHealth['source']>> {
  const { source } = await (await opened(context, change)).labelHealth(never, quiet);
  assert.ok(source);
  return source;
}

test('a predicted label that no row has stays a label that may be suggested, and its rows are judged', async (context) => {
  const session = await opened(context, (line, row) => (row === 3 ? { ...line, predicted: 'yak' } : line));
  const { source } = await session.labelHealth(never, quiet);
  assert.equal(source?.rows, 60);
  assert.ok(source.notes.includes('The predicted label “yak” no row has as its label; it was kept as a label that may be suggested.'), source.notes.join('\n'));
  assert.equal((await session.labelEvidence(3, never)).suggested, 'yak');
});

test('predictions in another case or as other numbers are of the label', async (context) => {
  const source = await sourceOf(context, (line) => ({ ...line, predicted: line.predicted.toUpperCase() }));
  assert.equal(source.kind, 'prediction');
  assert.ok(source.accuracy > 0.98);
  assert.match(source.notes.join(' '), /Predicted labels written differently count as the label: “CAT” as “cat”, “DOG” as “dog”, “EEL” as “eel”\./);
  const numbers = await sourceOf(context, ({ label, predicted, confidence }) => ({
    label: String(names.indexOf(label)),
    predicted: `${names.indexOf(predicted)}.0`,
    confidence,
  }));
  assert.equal(numbers.kind, 'prediction');
  assert.ok(numbers.accuracy > 0.98);
});

test('predictions of which none is a label are not used, and that is said', async (context) => {
  const source = await sourceOf(context, (line) => ({ ...line, predicted: String(names.indexOf(line.predicted)) }));
  assert.equal(source.kind, 'text');
  assert.deepEqual(source.notes.slice(0, 1), ['No predicted label in “predicted” (“0”, “1”, “2”) is a label in “label”. They were not used.']);
});

test('confidences that are neither shares nor per cent are not used, and that is said', async (context) => {
  const source = await sourceOf(context, (line) => ({ ...line, confidence: 4.1 }));
  assert.equal(source.kind, 'text');
  assert.match(source.notes[0]!, /^The confidences in “confidence” are neither from 0 to 1 nor per cent of the likeliest of 3 labels \(the middle one is 4\.1\)\. They were not used\.$/);
});

test('a few confidences that cannot be are left out row by row, and do not hide the column', async (context) => {
  const wrong: Record<number, Partial<Line>> = { 3: { confidence: 1.7 }, 12: { confidence: -0.2 }, 5: { confidence: '' }, 7: { predicted: '' } };
  const source = await sourceOf(context, (line, row) => ({ ...line, ...wrong[row] }));
  assert.equal(source.kind, 'prediction');
  assert.deepEqual(source.leftOut, [
    { why: 'they have no predicted label or no confidence (rows 5, 7)', rows: 2, numbers: [5, 7] },
    { why: 'their confidence is below 0 or above 1 (rows 3, 12)', rows: 2, numbers: [3, 12] },
  ]);
});

test('of one label alone a prediction tells nothing, and that is said once', async (context) => {
  const { source, why } = await (await opened(context, (line) => ({ ...line, label: 'cat', predicted: 'cat' }))).labelHealth(never, quiet);
  assert.equal(source, null);
  assert.equal(why, 'only one label has two rows or more, so there is nothing to tell apart. A model needs two labels with at least two rows each');
});
