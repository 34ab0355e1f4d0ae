import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complaint, never, open, praise, quiet, reviews, wrongRows } from './openLabels.ts';

test('probabilities in a list and in a struct are read by row, and those that cannot be are counted', async (context) => {
  const names = ['cat', 'dog', 'eel'];
  const line = (row: number, asList: boolean): string => {
    const right = row % 3;
    const p = names.map((_, place) => (row === 7 ? 0.5 : place === right ? 0.9 : 0.05));
    return JSON.stringify({
      text: `This is sentence number ${row} of them`,
      label: names[row === 5 ? (right + 1) % 3 : right],
      probs: asList ? p : Object.fromEntries(names.map((name, place) => [name, p[place]])),
    });
  };
  for (const asList of [true, false]) {
    const text = Array.from({ length: 60 }, (_, index) => line(index + 1, asList)).join('\n');
    const session = await open(context, text, 'data.jsonl', { roles: { probabilities: ['probs'], label: 'label' } });
    await session.found.check(['label-error'], never, quiet);
    assert.deepEqual(await wrongRows(session), [5]);
    const { source } = await session.labelHealth(never, quiet);
    assert.equal(source?.kind, 'columns');
    assert.equal(source.rows, 59);
    assert.deepEqual(source.leftOut, [{ why: 'its probabilities do not sum to 1 (row 7: 1.5)', rows: 1, numbers: [7] }]);
    assert.equal(source.notes.some((note) => note.includes('alphabetical order')), asList);
  }
});

/** Three labels with a column of probabilities each; every other row is what `more` makes of it. */
function withProbabilities(more: (row: number, line: { label: string; p: (number | string)[] }) => void): string {
  const names = ['cat', 'dog', 'eel'];
  const lines = Array.from({ length: 60 }, (_, index) => {
    const line = { label: names[index % 3]!, p: names.map((_name, place): number | string => (place === index % 3 ? 0.9 : 0.05)) };
    more(index + 1, line);
    return [index + 1, line.label, ...line.p].join(',');
  });
  return `id,label,${names.map((name) => `prob_${name}`).join(',')}\n${lines.join('\n')}\n`;
}

test('rows whose probabilities cannot be used are left out by what is wrong with them, and named', async (context) => {
  const wrong: Record<number, (number | string)[]> = {
    3: [0.9004, 0.05, 0.05],
    5: ['nan', 0.5, 0.5],
    6: ['', 0.5, 0.5],
    7: ['inf', 0, 0],
    9: [1.2, -0.1, -0.1],
    12: [0.9, 0.3, 0.3],
    20: ['x', 0.5, 0.5],
    21: ['', '', ''],
  };
  const session = await open(context, withProbabilities((row, line) => { line.p = wrong[row] ?? line.p; }));
  const { source } = await session.labelHealth(never, quiet);
  assert.equal(source?.rows, 53);
  assert.deepEqual(source.leftOut, [
    { why: 'one of their probabilities is missing or no number (rows 5, 6, 20 and 1 more)', rows: 4, numbers: [5, 6, 20, 21] },
    { why: 'one of their probabilities is below 0 or above 1 (rows 7, 9)', rows: 2, numbers: [7, 9] },
    { why: 'its probabilities do not sum to 1 (row 12: 1.5)', rows: 1, numbers: [12] },
  ]);
  assert.deepEqual(source.notes, ['The probabilities of 1 row did not quite sum to 1, and were scaled.']);
});

test('probabilities in per cent are read as such, and one label alone is said to tell nothing', async (context) => {
  const percent = await open(context, withProbabilities((_, line) => { line.p = line.p.map((p) => Math.round(Number(p) * 100)); }));
  const { source } = await percent.labelHealth(never, quiet);
  assert.equal(source?.kind, 'columns');
  assert.equal(source.rows, 60);
  assert.deepEqual(source.notes, ['The probabilities add up to 100 and were read as per cent.']);
  const one = await open(context, withProbabilities((_, line) => { line.label = 'cat'; }));
  const health = await one.labelHealth(never, quiet);
  assert.equal(health.noise?.estimate, 0);
  assert.ok(health.source?.notes.some((note) => note.startsWith('All of these rows have the label “cat”')), health.source?.notes.join());
});

test('a list whose order was guessed wrong is not used, and that is said', async (context) => {
  const lines = Array.from({ length: 80 }, (_, index) => {
    const isPraise = index % 2 === 0;
    return JSON.stringify({
      review: (isPraise ? praise : complaint)[(index >> 1) % 4],
      label: isPraise ? 'praise' : 'complaint',
      probs: isPraise ? [0.9, 0.1] : [0.1, 0.9],
    });
  });
  const session = await open(context, lines.join('\n'), 'data.jsonl', { roles: { probabilities: ['probs'], label: 'label', content: ['review'] } });
  const { source } = await session.labelHealth(never, quiet);
  assert.equal(source?.kind, 'text');
  assert.match(source.notes[0]!, /^The probabilities in the column “probs” agree with 0\.0 % of the labels only.*They were not used\.$/);
  const named = await open(context, lines.join('\n'), 'data.jsonl', {
    roles: { probabilities: ['probs'], label: 'label', content: ['review'] },
    taxonomy: [{ name: 'praise' }, { name: 'complaint' }],
  });
  assert.equal((await named.labelHealth(never, quiet)).source?.accuracy, 1);
});

test('a predicted label with a confidence in per cent is a distribution', async (context) => {
  const lines = Array.from(
    { length: 60 },
    (_, index) =>
      `This is sentence number ${index} of them,${index === 8 ? 'dog' : ['cat', 'dog', 'eel'][index % 3]!},${['cat', 'dog', 'eel'][index % 3]!},${80 + (index % 15)}`,
  );
  const session = await open(context, `text,label,predicted,confidence\n${lines.join('\n')}\n`);
  await session.found.check(['label-error', 'ambiguous-row', 'low-label-confidence'], never, quiet);
  assert.deepEqual(await wrongRows(session), [9]);
  const { source } = await session.labelHealth(never, quiet);
  assert.equal(source?.kind, 'prediction');
  assert.match(source.notes.join(' '), /shared evenly by the other 2 labels.*read as per cent/);
});

test('one confidence above 1 is refused, and does not make per cent of all others', async (context) => {
  const lines = Array.from(
    { length: 60 },
    (_, index) =>
      `This is sentence number ${index} of them,${index === 8 ? 'dog' : ['cat', 'dog', 'eel'][index % 3]!},${['cat', 'dog', 'eel'][index % 3]!},${index === 20 ? 1.7 : index === 8 ? 0.97 : (80 + (index % 15)) / 100}`,
  );
  const session = await open(context, `text,label,predicted,confidence\n${lines.join('\n')}\n`);
  await session.found.check(['label-error'], never, quiet);
  assert.deepEqual(await wrongRows(session), [9]);
  const { source } = await session.labelHealth(never, quiet);
  assert.deepEqual(source?.leftOut, [{ why: 'its confidence is below 0 or above 1 (row 21)', rows: 1, numbers: [21] }]);
});

test('columns that are named like probabilities and hold no numbers are told of', async (context) => {
  const withColumns = (names: string, cells: string): string => reviews().replace('source\n', `source,${names}\n`).replaceAll(',panel', `,panel,${cells}`);
  for (const [names, cells, told] of [
    [
      'prob_praise,prob_complaint',
      ',',
      '“prob_praise” and 1 other column are named like probabilities, but hold no numbers: they were not used.',
    ],
    [
      'prob_praise,prob_complaint',
      'nan,nan',
      '“prob_praise” and 1 other column are named like probabilities, but hold no numbers: they were not used.',
    ],
    [
      'probs,prob_reason',
      '[rather high],by hand',
      '“probs” is named like probabilities, but holds no lists of numbers that could be read, as [0.9, 0.1]: it was not used.',
    ],
  ] as const) {
    const { source } = await (await open(context, withColumns(names, cells))).labelHealth(never, quiet);
    assert.equal(source?.kind, 'text');
    assert.deepEqual(source.notes, [told]);
  }
});
