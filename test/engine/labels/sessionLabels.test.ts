import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { Decision } from '../../../src/core/decision.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import type { CheckProgress } from '../../../src/protocol/findingMethods.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

const never = new AbortController().signal;
const quiet = (): void => undefined;

const praise = ['wonderful film, I loved it', 'a great story, brilliant acting', 'delightful, funny and warm', 'brilliant music and great fun'];
const complaint = ['boring film, I hated it', 'a dull story, terrible acting', 'awful, tedious and cold', 'terrible music and dull jokes'];

/** Reviews of which rows 10 and 33 are under the other label. */
function reviews(count = 80): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const row = index + 1;
    const isPraise = row % 2 === 0;
    const text = (isPraise ? praise : complaint)[Math.floor(row / 2) % 4]!;
    const label = isPraise === (row === 10 || row === 33) ? 'complaint' : 'praise';
    return `${row},"${text}, says number ${row}",${label},panel`;
  });
  return `id,review,label,source\n${lines.join('\n')}\n`;
}

async function open(context: TestContext, text: string, name = 'data.csv', config: WinnowConfig = {}, cacheFolder?: string): Promise<DatasetSession> {
  const path = join(await temporaryFolder(context), name);
  await writeFile(path, text);
  const session = await DatasetSession.open({ path, config, memoryLimit: 512, ...(cacheFolder && { cacheFolder }) });
  context.after(() => session.close());
  return session;
}

const decision = (row: number, act: Decision['act'], more: Partial<Decision> = {}): Decision => ({
  id: `01J${row}${act}`,
  row: { id: String(row) },
  act,
  at: '2026-01-01T00:00:00Z',
  ...more,
});
const wrongRows = async (session: DatasetSession): Promise<number[]> =>
  (await session.found.page({ check: 'label-error', offset: 0, limit: 100 })).findings
    .map(({ finding }) => finding.rows[0]!.row)
    .sort((a, b) => a - b);

test('labels are learnt from texts, and those that do not fit are listed with what fits', async (context) => {
  const session = await open(context, reviews());
  await session.found.check(undefined, never, quiet);
  assert.deepEqual(await wrongRows(session), [10, 33]);
  const [listed] = (await session.found.page({ check: 'label-error', offset: 0, limit: 1 })).findings;
  assert.equal(listed!.title, 'Probably wrong label · label');
  assert.equal(listed!.finding.suggestion?.act, 'relabel');
});

test('what the quick checks found is told before the labels are learnt', async (context) => {
  const session = await open(context, reviews());
  const told: CheckProgress[] = [];
  await session.found.check(undefined, never, (value) => told.push(value));
  const sofar = told.find(({ findings }) => findings !== undefined);
  assert.ok(sofar, 'findings come while the checks run');
  assert.ok(!sofar.findings!.groups.some(({ check }) => check === 'label-error'));
  assert.ok(told.indexOf(sofar) < told.findIndex(({ words }) => words.startsWith('Learning the labels ·')));
});

test('a cancel while labels are learnt leaves what the others found', async (context) => {
  const session = await open(context, reviews(400));
  const cancel = new AbortController();
  await assert.rejects(
    session.found.check(undefined, cancel.signal, ({ words }) => words.startsWith('Learning the labels ·') && cancel.abort()),
    { name: 'AbortError' },
  );
  assert.ok((await session.found.page({ offset: 0, limit: 100 })).total > 0);
  await session.found.check(['label-error'], never, quiet);
  assert.deepEqual(await wrongRows(session), [10, 33]);
});

test('the health of labels names noise and confusion, and after fixes what it was before', async (context) => {
  const session = await open(context, reviews());
  const first = await session.labelHealth(never, quiet);
  assert.equal(first.source?.kind, 'text');
  assert.deepEqual(
    first.classes.map(({ label, rows, flagged, confusion }) => [label, rows, flagged, confusion?.label]),
    [
      ['complaint', 40, 1, 'praise'],
      ['praise', 40, 1, 'complaint'],
    ],
  );
  assert.deepEqual(first.matrix, { labels: ['complaint', 'praise'], counts: [[0, 1], [1, 0]], otherLabels: 0 });
  assert.equal(first.noise?.before, undefined);
  await session.decide([decision(10, 'relabel', { column: 'label', from: 'complaint', to: 'praise' }), decision(33, 'exclude')]);
  await session.found.check(['label-error'], never, quiet);
  const second = await session.labelHealth(never, quiet);
  assert.equal(second.noise?.before, first.noise?.estimate);
  assert.ok(second.noise!.estimate < first.noise!.estimate);
  assert.deepEqual(second.classes.map(({ label, rows }) => [label, rows]), [['praise', 40], ['complaint', 39]]);
  assert.deepEqual(second.source?.leftOut, [{ why: 'somebody excluded them or called them ambiguous', rows: 1 }]);
});

test('the slider lists more of the same suspects at once', async (context) => {
  const session = await open(context, reviews());
  const { seconds } = await session.found.check(undefined, never, quiet);
  const { positions, position } = await session.labelHealth(never, quiet);
  assert.equal(position, 0);
  const last = positions.length - 1;
  const told: string[] = [];
  const summary = await session.found.setRecall(last, never, ({ words }) => told.push(words));
  assert.equal(summary.seconds, seconds, 'the time is that of the run');
  assert.equal((await wrongRows(session)).length, positions[last]!.rows);
  assert.ok(!told.some((words) => words.startsWith('Learning')), 'nothing is learnt again');
});

test('evidence of a row has its probabilities, its neighbours and the terms that tell', async (context) => {
  const session = await open(context, reviews());
  await assert.rejects(session.labelEvidence(10, never), /have not been learnt yet/);
  await session.found.check(undefined, never, quiet);
  const { given, suggested, probabilities, neighbours, terms } = await session.labelEvidence(10, never);
  assert.equal(given, 'complaint');
  assert.equal(suggested, 'praise');
  assert.deepEqual(probabilities.map(({ label }) => label), ['praise', 'complaint']);
  assert.equal(neighbours.length, 6);
  assert.ok(neighbours.slice(0, 3).every(({ row, label }) => row !== 10 && label === 'praise'));
  assert.ok(terms[0]!.weight > 0);
  const right = await session.labelEvidence(11, never);
  assert.deepEqual(
    [right.given, right.suggested, right.rival],
    ['complaint', 'complaint', 'praise'],
    'what is likeliest is not what its terms are weighed against',
  );
  assert.ok(right.terms[0]!.weight < 0);
  await assert.rejects(session.labelEvidence(9999, never), /There is no row 9999/);
});

test('what was learnt is kept in the cache folder, and not learnt again', async (context) => {
  const folder = await temporaryFolder(context);
  const once = await open(context, reviews(), 'data.csv', {}, folder);
  const first = await once.labelHealth(never, quiet);
  assert.equal((await readdir(folder)).filter((name) => name.endsWith('.labels')).length, 1);
  const again = await open(context, reviews(), 'data.csv', {}, folder);
  const told: string[] = [];
  assert.deepEqual(await again.labelHealth(never, ({ words }) => told.push(words)), first);
  assert.ok(!told.some((words) => words.startsWith('Learning')));
  const other = await open(context, reviews().replace('says number 3"', 'says number three"'), 'data.csv', {}, folder);
  await other.labelHealth(never, quiet);
  assert.equal((await readdir(folder)).filter((name) => name.endsWith('.labels')).length, 2);
});

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
    assert.deepEqual(source.leftOut, [{ why: 'its probabilities do not sum to 1 (row 7: 1.5)', rows: 1 }]);
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
    { why: 'one of their probabilities is missing or no number (rows 5, 6, 20 and 1 more)', rows: 4 },
    { why: 'one of their probabilities is below 0 or above 1 (rows 7, 9)', rows: 2 },
    { why: 'its probabilities do not sum to 1 (row 12: 1.5)', rows: 1 },
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
  assert.deepEqual(source?.leftOut, [{ why: 'one of its probabilities is below 0 or above 1 (row 21)', rows: 1 }]);
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
      '[0.2 0.8],by hand',
      '“probs” is named like probabilities, but holds no lists of numbers that could be read, as [0.9, 0.1]: it was not used.',
    ],
  ] as const) {
    const { source } = await (await open(context, withColumns(names, cells))).labelHealth(never, quiet);
    assert.equal(source?.kind, 'text');
    assert.deepEqual(source.notes, [told]);
  }
});

test('tables of numbers and categories are learnt, with labels that are numbers', async (context) => {
  const lines = Array.from({ length: 120 }, (_, index) => {
    const label = index % 2;
    return `${(label * 4 + Math.sin(index * 7)).toFixed(3)},${label === 1 ? 'red' : 'blue'},${index === 30 ? 1 - label : label}`;
  });
  const session = await open(context, `size,colour,target\n${lines.join('\n')}\n`);
  await session.found.check(['label-error'], never, quiet);
  assert.deepEqual(await wrongRows(session), [31]);
  assert.equal((await session.labelHealth(never, quiet)).source?.kind, 'table');
});

test('embeddings are learnt, and neighbours are those of the embedding', async (context) => {
  const lines = Array.from({ length: 90 }, (_, index) => {
    const label = index % 3;
    const embedding = Array.from({ length: 6 }, (__, place) =>
      Number((place % 3 === label ? 1 : 0) + 0.2 * Math.sin(index * 13 + place * 5)).toFixed(4),
    ).map(Number);
    return JSON.stringify({ id: index, embedding, label: 'abc'[index === 40 ? (label + 1) % 3 : label] });
  });
  const session = await open(context, lines.join('\n'), 'data.jsonl');
  await session.found.check(['label-error'], never, quiet);
  assert.deepEqual(await wrongRows(session), [41]);
  const { neighbours } = await session.labelEvidence(41, never);
  assert.ok(neighbours.every(({ label, similarity }) => label === 'b' && similarity > 0.5));
});

test('labels that cannot be learnt say why, and the checks are skipped with that', async (context) => {
  const cases: [text: string, why: RegExp][] = [
    ['text,label\n' + 'some words of a sentence,same\n'.repeat(12) + 'other words of a sentence,odd\n', /only one label has two rows or more/],
    ['text,label\n' + Array.from({ length: 9 }, (_, row) => `sentence with number ${row} in it,label ${row}\n`).join(''), /no label has two rows/],
  ];
  for (const [text, why] of cases) {
    const session = await open(context, text, 'data.csv', { roles: { label: 'label', content: ['text'] } });
    const { skipped } = await session.found.check(['label-error'], never, quiet);
    assert.match(skipped.find(({ check }) => check === 'label-error')?.why ?? '', why);
    assert.match((await session.labelHealth(never, quiet)).why ?? '', why);
  }
});

test('labels of one row are left out, and some of them named', async (context) => {
  const alone = ['delight', 'boredom', 'envy', 'awe'].map((label, row) => `${201 + row},"a film of its own, number ${row}",${label},panel\n`);
  const { source } = await (await open(context, reviews() + alone.join(''))).labelHealth(never, quiet);
  assert.equal(source?.rows, 80);
  assert.equal(source.leftOut.length, 1);
  assert.match(source.leftOut[0]!.why, /^no other row has their label \(“[a-z]+”, “[a-z]+”, “[a-z]+” and 1 more\)$/);
});

test('more rows than may be learnt from are drawn, and that is said', async (context) => {
  const session = await open(context, reviews(200), 'data.csv', { checks: { 'label-error': { maxRows: 120 } } });
  await session.found.check(['label-error'], never, quiet);
  const { source } = await session.labelHealth(never, quiet);
  assert.equal(source?.rows, 120);
  assert.match(source.notes.join(' '), /Learnt from 120 of 200 labelled rows, drawn with seed 1/);
  for (const { finding } of (await session.found.page({ check: 'label-error', offset: 0, limit: 5 })).findings)
    assert.deepEqual(finding.basis, { kind: 'sample', rows: 120, of: 200, seed: 1 });
});

test('a label that is written differently counts as the label it stands for, and is no suspect', async (context) => {
  const text = reviews().replace(/,praise,panel\n/, ',Praise,panel\n').replace(/(number 12",)praise/, '$1Praise ').replace(/(number 33",)praise/, '$1PRAISE');
  const session = await open(context, text);
  await session.found.check(undefined, never, quiet);
  assert.deepEqual(await wrongRows(session), [10, 33]);
  const health = await session.labelHealth(never, quiet);
  assert.deepEqual(
    health.classes.map(({ label, variants }) => [label, [...(variants ?? [])].sort()]),
    [
      ['complaint', []],
      ['praise', ['PRAISE', 'Praise', 'Praise ']],
    ],
  );
  assert.match(health.source!.notes.join(' '), /Labels written differently count as one: .*“PRAISE” as “praise”/);
  const { findings } = await session.found.page({ check: 'label-error', offset: 0, limit: 10 });
  assert.equal(findings.find(({ finding }) => finding.rows[0]!.row === 33)!.finding.evidence['given'], 'PRAISE');
});

/** Whether customers stay follows from their age; what was noted on the telephone says nothing, nor does the system. */
function customers(column: string, value: (stays: boolean, row: number) => string): string {
  const said = ['called about the bill and asked for a refund', 'asked again about the account, thanks', 'a problem with the bill on the account'];
  const lines = Array.from({ length: 240 }, (_, index) => {
    const age = 20 + ((index * 37) % 50);
    const stays = age > 45 !== (index === 60);
    return `${age},"${said[(index * 7) % 3]!} ${(index * 31) % 197}",${value(stays, index)},CRM,${stays ? 'stays' : 'leaves'}`;
  });
  return `age,notes,${column},system,outcome\n${lines.join('\n')}\n`;
}

test('where texts say little of the labels, all columns are learnt from, and that is said', async (context) => {
  const session = await open(context, customers('region', (_stays, index) => ['north', 'south'][(index >> 1) % 2]!));
  assert.deepEqual(session.dataset.roles.content, ['notes']);
  const { source } = await session.labelHealth(never, quiet);
  assert.equal(source?.kind, 'table');
  assert.ok(source.accuracy > 0.95, `${source.accuracy}`);
  assert.match(source.words, /table model on 3 columns/);
  assert.match(source.notes.join(' '), /texts alone say little/);
  assert.deepEqual((await session.labelEvidence(61, never)).terms, [], 'no words spoke for it');
  const named = await open(context, customers('region', () => 'north'), 'named.csv', { roles: { content: ['notes'] } });
  assert.match((await named.labelHealth(never, quiet)).why ?? '', /text model on “notes”/, 'who names the content means it');
});

test('columns that say what the texts do not are learnt from beside them, and others are not', async (context) => {
  // Texts tell praise from complaint, amounts the large from the small.
  const lines = Array.from({ length: 400 }, (_, index) => {
    const isPraise = index % 2 === 0;
    const amount = (index * 37) % 100;
    return `"${(isPraise ? praise : complaint)[(index >> 1) % 4]!}, says number ${index}",${isPraise ? 'praise' : 'complaint'}-${amount > 50 ? 'large' : 'small'},${amount},${(index * 61) % 97}`;
  });
  const both = await open(context, `review,label,amount,noise\n${lines.join('\n')}\n`);
  const { source } = await both.labelHealth(never, quiet);
  assert.equal(source?.kind, 'text');
  assert.ok(source.accuracy > 0.9, `${source.accuracy}`);
  assert.match(source.notes.join(' '), /“amount”, “noise” say something of the labels that the texts do not, and were learnt from beside them/);
  const alone = await open(context, reviews(400).replace('source\n', 'source,noise\n').replaceAll(',panel', (_, at: number) => `,panel,${(at * 61) % 97}`));
  assert.deepEqual((await alone.labelHealth(never, quiet)).source?.notes, []);
});

test('a column that is the label in other words is not learnt from, and one that nearly is so is told', async (context) => {
  const copied = await open(context, customers('code', (stays) => (stays ? '1' : '2')));
  const { source } = await copied.labelHealth(never, quiet);
  assert.match(source?.notes.join(' ') ?? '', /“code” is the label in other words, and was not learnt from/);
  await copied.found.check(['label-error'], never, quiet);
  assert.deepEqual(await wrongRows(copied), [61], 'what the copy would have hidden');
  const nearly = await open(
    context,
    customers('code', (stays, index) => (stays === index > 2 ? 'A' : 'B')),
    'nearly.csv',
    { roles: { content: ['age', 'code'] } },
  );
  assert.match((await nearly.labelHealth(never, quiet)).source?.notes.join(' ') ?? '', /“code” alone tells the label of 98\.8 % of the rows/);
  const chosen = await open(context, customers('code', (stays, index) => (stays === (index > 2) ? 'A' : 'B')), 'chosen.csv', { roles: { content: ['age'] } });
  assert.match(
    (await chosen.labelHealth(never, quiet)).source?.words ?? '',
    /table model on “age”/,
    'the content that somebody named is learnt from, and nothing else',
  );
});

test('a table in which nothing tells rows apart says so', async (context) => {
  const session = await open(
    context,
    `system,outcome\n${Array.from({ length: 40 }, (_, index) => `CRM,${index % 2 ? 'a' : 'b'}`).join('\n')}\n`,
    'data.csv',
    { roles: { label: 'outcome' } },
  );
  assert.match((await session.labelHealth(never, quiet)).why ?? '', /nothing to learn from: “system” has one value/);
});
