import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Check, defineCheck } from '../../src/checks/check.ts';
import { checks } from '../../src/checks/index.ts';
import { type CheckedFile, openForChecks } from './support.ts';

const fixtures = join(import.meta.dirname, '../fixtures/checks');
let file: CheckedFile;

before(async () => {
  file = await openForChecks(join(fixtures, 'exact-duplicate/groups/input.csv'));
});
after(() => file.close());

const breaking = defineCheck({
  id: 'breaking', title: 'Check that breaks', description: 'For tests.', severity: 'info', defaults: {},
  needs: () => null,
  async *run() {
    yield { scope: 'row', score: 7, message: 'Found before it broke.', rows: [3], evidence: {} };
    throw new Error('the table is upside down');
  },
});

const telling = defineCheck({
  id: 'telling', title: 'Check that tells', description: 'For tests.', severity: 'warning',
  defaults: { limit: 2, name: 'x', strict: false, words: ['a'] as readonly string[] },
  needs: () => null,
  async *run({ options, severity }) {
    yield { scope: 'dataset', score: 0.5, message: `${severity} ${JSON.stringify(options)}`, rows: [9, 2], evidence: {}, severity: 'info' };
  },
});

const unable = defineCheck({ ...telling, id: 'unable', needs: () => 'no column has the role label' });

test('A check that throws becomes a finding about itself, keeps what it had found, and the others go on', async () => {
  const { findings } = await file.run({ checks: [breaking, telling] as readonly Check[] });
  const own = findings.filter(({ check }) => check === 'breaking');
  assert.deepEqual(own.map(({ severity, scope, message }) => ({ severity, scope, message })), [
    { severity: 'error', scope: 'dataset', message: 'The check “Check that breaks” failed before it had seen everything: the table is upside down' },
    { severity: 'info', scope: 'row', message: 'Found before it broke.' },
  ]);
  assert.equal(own[1]!.score, 1, 'scores are kept within 0 and 1');
  assert.equal(findings.filter(({ check }) => check === 'telling').length, 1);
});

test('Findings carry sorted rows, and what they rest on', async () => {
  const { findings } = await file.run({ checks: [telling] });
  assert.deepEqual(findings[0]!.rows, Int32Array.of(2, 9));
  assert.deepEqual(findings[0]!.basis, { kind: 'all', rows: file.dataset.rows });
});

test('A check that cannot run, and one that is switched off, are listed with the reason', async () => {
  const { findings, skipped } = await file.run({ checks: [unable, telling], config: { checks: { telling: false } } });
  assert.deepEqual(findings, []);
  assert.deepEqual(skipped, [
    { check: 'unable', why: 'no column has the role label' },
    { check: 'telling', why: 'switched off in winnow.json', untried: true },
  ]);
});

test('winnow.json sets options, and a severity that holds for every finding', async () => {
  const config = { checks: { telling: { limit: 5, words: ['b', 'c'], severity: 'error' as const } } };
  const { findings, warnings } = await file.run({ checks: [telling], config });
  assert.equal(findings[0]!.severity, 'error');
  assert.equal(findings[0]!.message, 'error {"limit":5,"name":"x","strict":false,"words":["b","c"]}');
  assert.deepEqual(warnings, []);
});

test('What winnow.json cannot mean is warned about, with what there is, and left at its default', async () => {
  const config = JSON.parse('{"checks":{"telling":{"limit":"many","colour":1,"words":[1],"severity":"fatal","toString":1},"tellling":{},"unable":3}}');
  const { findings, warnings } = await file.run({ checks: [telling, unable], config });
  assert.equal(findings[0]!.message, 'warning {"limit":2,"name":"x","strict":false,"words":["a"]}');
  assert.equal(findings[0]!.severity, 'info', 'the finding’s own');
  assert.deepEqual(warnings, [
    'winnow.json: there is no check “tellling”: did you mean “telling”?',
    'winnow.json: checks.telling.limit must be a number; 2 is used.',
    'winnow.json: checks.telling has no option “colour”; it has limit, name, strict, words, severity.',
    'winnow.json: checks.telling.words must be a list of texts; ["a"] is used.',
    'winnow.json: checks.telling has no option “toString”; it has limit, name, strict, words, severity.',
    'winnow.json: checks.telling.severity must be one of error, warning, info; the default is used.',
    'winnow.json: checks.unable must be false or an object of options; the defaults are used.',
  ]);
});

test('Only the checks that are asked for run, and an unknown one is warned about', async () => {
  const { findings, warnings } = await file.run({ only: ['exact-duplicate', 'exact-duplicates'] });
  assert.ok(findings.length > 0 && findings.every(({ check }) => check === 'exact-duplicate'));
  assert.match(warnings[0]!, /^The checks asked for: there is no check “exact-duplicates”: did you mean “exact-duplicate”\?$/);
});

test('An aborted run rejects with the reason of the abort, not with a finding', async () => {
  const controller = new AbortController();
  const aborting = defineCheck({
    ...telling,
    async *run() {
      yield { scope: 'dataset', score: 0, message: 'First.', rows: [], evidence: {} };
      controller.abort(new Error('no longer wanted'));
      yield { scope: 'dataset', score: 0, message: 'Second.', rows: [], evidence: {} };
    },
  });
  await assert.rejects(file.run({ checks: [aborting], signal: controller.signal }), /no longer wanted/);
});

test('Progress rises from 0 to 1 over the checks, in words', async () => {
  const seen: [number, string][] = [];
  await file.run({ checks: [telling, breaking] as readonly Check[], progress: (fraction, words) => seen.push([fraction, words]) });
  assert.deepEqual(seen, [[0, 'Check that tells'], [0.5, 'Check that breaks'], [1, 'Checked']]);
});

test('Most of the progress is of the first slow check, which waits for what is learnt', async () => {
  const seen: number[] = [];
  const slow = defineCheck({ ...breaking, id: 'slow-one', slow: true });
  const other = defineCheck({ ...breaking, id: 'slow-two', slow: true });
  await file.run({ checks: [telling, slow, other] as readonly Check[], progress: (fraction) => seen.push(fraction) });
  assert.deepEqual(seen, [0, 1 / 42, 41 / 42, 1]);
});

test('The findings of all checks are in one stable order, worst severity first', async () => {
  const { findings } = await file.run();
  const order = findings.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
  assert.deepEqual(order, [...order].sort());
  assert.deepEqual((await file.run()).findings, findings);
});

test('Every check has an id, a title and a description of its own', () => {
  for (const field of ['id', 'title', 'description'] as const) {
    assert.equal(new Set(checks.map((check) => check[field])).size, checks.length, field);
  }
  for (const { id, description } of checks) {
    assert.match(id, /^[a-z]+(-[a-z]+)*$/);
    assert.match(description, /\.$/);
  }
});
