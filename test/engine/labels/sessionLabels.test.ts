import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import type { Decision } from '../../../src/core/decision.ts';
import type { CheckProgress } from '../../../src/protocol/findingMethods.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { complaint, never, open, praise, quiet, reviews, wrongRows } from './openLabels.ts';

const decision = (row: number, act: Decision['act'], more: Partial<Decision> = {}): Decision => ({
  id: `01J${row}${act}`,
  row: { id: String(row) },
  act,
  at: '2026-01-01T00:00:00Z',
  ...more,
});

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

test('labels are judged the same whether decisions wait or the file has them', async (context) => {
  // Rows under the other label, all of one kind: decided upon, they change which label is the more frequent one.
  const wrong = [3, 7, 11, 15, 19, 23, 27, 31];
  const relabelled = (text: string): string => text.replace(/^(\d+),(.*),(praise|complaint),/gm, (line, row: string, review: string) => {
    return wrong.includes(Number(row)) ? `${row},${review},praise,` : line;
  });
  const [waiting, applied] = [await open(context, relabelled(reviews(83))), await open(context, reviews(83))];
  await waiting.decide(wrong.map((row) => decision(row, 'relabel', { column: 'label', from: 'praise', to: 'complaint' })));
  const [held, written] = [await waiting.labelHealth(never, quiet), await applied.labelHealth(never, quiet)];
  assert.equal(held.source?.logLoss, written.source?.logLoss);
  assert.deepEqual(held.noise, written.noise);
  assert.deepEqual(held.positions, written.positions);
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

test('a row without a text has no neighbours, and that is said', async (context) => {
  const session = await open(context, reviews().replace(/^12,".*",praise/m, '12,"",praise'));
  await session.found.check(['label-error'], never, quiet);
  const { probabilities, neighbours, isAlone } = await session.labelEvidence(12, never);
  assert.equal(probabilities.length, 2);
  assert.deepEqual([neighbours, isAlone], [[], true]);
  assert.equal((await session.labelEvidence(13, never)).isAlone, undefined);
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

test('tables of numbers and categories are learnt, with labels that are numbers', async (context) => {
  const lines = Array.from({ length: 120 }, (_, index) => {
    const label = index % 2;
    return `${(label * 4 + Math.sin(index * 7)).toFixed(3)},${label === 1 ? 'red' : 'blue'},${index === 30 ? 1 - label : label}`;
  });
  const session = await open(context, `size,colour,target\n${lines.join('\n')}\n`);
  await session.found.check(['label-error'], never, quiet);
  assert.deepEqual(await wrongRows(session), [31]);
  assert.equal((await session.labelHealth(never, quiet)).source?.kind, 'table');
  const { neighbours, among } = await session.labelEvidence(31, never);
  assert.equal(neighbours.length, 6);
  assert.ok(neighbours.every(({ row, label, similarity, text }) => row !== 31 && label === '0' && similarity > 0.9 && / · blue$/.test(text)));
  assert.equal(among, undefined, 'they were looked for among all rows');
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

test('where most rows have a label that few rows have, what is listed is suspect, however often the model is right', async (context) => {
  const rowsOf = (each: number): string =>
    Array.from({ length: 12 * each }, (_, row) => `${row},"word${row % 12} other${row % 12} thing${row % 12} number ${row}",label${row % 12}\n`).join('');
  const judge = async (each: number) => (await (await open(context, `id,review,label\n${rowsOf(each)}`)).labelHealth(never, quiet)).source!;
  const [few, enough] = [await judge(3), await judge(6)];
  assert.ok(few.accuracy >= 0.8 && enough.accuracy >= 0.8);
  assert.deepEqual([few.suspects, enough.suspects], [true, false]);
  assert.match(few.notes.join(' '), /Most rows have a label that fewer than 5 rows have/);
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
