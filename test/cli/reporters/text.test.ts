import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCode } from '../../../src/cli/commands/check.ts';
import { JsonReporter } from '../../../src/cli/reporters/json.ts';
import { noCounts } from '../../../src/cli/reporters/reporter.ts';
import { TextReporter } from '../../../src/cli/reporters/text.ts';
import type { Finding } from '../../../src/core/finding.ts';
import type { BacklogItem } from '../../../src/core/backlog.ts';
import { checked, finding, inTurns, report, screen } from './reported.ts';

async function textOf(path: string, findings: readonly Finding[], colours = false): Promise<string> {
  const { terminal, text } = screen(colours);
  await report(new TextReporter(terminal), path, findings);
  return text();
}

test('each finding is a line with a place that a terminal can link, its severity and its check', async () => {
  const text = await textOf('data/a.csv', [
    finding({ severity: 'error', check: 'conflicting-label', scope: 'rows', message: 'two labels' }),
    finding({}),
    finding({ rows: [{ row: 12 }] }),
    finding({ scope: 'column', message: 'of a column' }),
  ]);
  assert.equal(text, `data/a.csv  1,200 rows, 1 of them unreadable · 1 column

  data/a.csv:9: error: two labels [conflicting-label]

  data/a.csv:9: info: far away [outlier-value]
  data/a.csv row 12: info: far away [outlier-value]
  data/a.csv: info: of a column [outlier-value]

1 error, 3 info

`);
});

test('a check shows ten lines and says how many more there are', async () => {
  const text = await textOf('a.csv', Array.from({ length: 41 }, (_, index) => finding({ rows: [{ row: index + 1, line: index + 2 }] })));
  assert.equal(text.match(/far away/g)?.length, 10);
  assert.match(text, /\n {2}… 31 more \[outlier-value\]\n/);
});

test('colours are there only when they are asked for', async () => {
  assert.ok(!(await textOf('a.csv', [finding({})])).includes('\u001b'));
  assert.ok((await textOf('a.csv', [finding({})], true)).includes('\u001b[34minfo\u001b[0m'));
});

test('what could steer a terminal is not passed on', async () => {
  const text = await textOf('a\u001b[2J.csv', [finding({ message: 'cell \u001b]0;title\u0007 and\nlines' })]);
  assert.ok(!/[\u001b\u0007]/.test(text));
  assert.match(text, /and\uFFFDlines/);
});

test('a clean file says so', async () => {
  assert.match(await textOf('a.csv', []), /^a\.csv {2}1,200 rows, 1 of them unreadable · 1 column · nothing found\n$/);
});

test('what is not told is counted, and a quiet report of nothing is nothing', async () => {
  const told = async (quiet: boolean, findings: readonly Finding[]): Promise<string> => {
    const { terminal, text } = screen();
    await report(new TextReporter(terminal, quiet), 'a.csv', findings, null, { before: 37, accepted: 1 });
    return text();
  };
  assert.match(await told(false, [finding({})]), /\n1 info · 37 were there before, 1 is accepted\n/);
  assert.match(await told(false, []), /nothing found · 37 were there before, 1 is accepted\n$/);
  assert.match(await told(true, [finding({})]), /^\n {2}a\.csv:9: info: /);
  assert.equal(await told(true, []), '');
});

test('several files are summed up, with those that failed', async () => {
  const totals = (...outcomes: Parameters<TextReporter['finish']>[0]): string => {
    const { terminal, text } = screen();
    new TextReporter(terminal).finish(outcomes);
    return text();
  };
  assert.equal(totals({ counts: { ...noCounts(), info: 1 } }), '');
  assert.equal(totals({ counts: { error: 1, warning: 0, info: 1 } }, { error: 'gone' }), '2 files: 1 error, 1 info, 1 file could not be checked\n');
  assert.equal(totals({ counts: noCounts() }, { counts: noCounts() }), '2 files: nothing found\n');
});

test('the exit code is 0 below the bar, 1 at it, and 2 when a file could not be checked', () => {
  const withWarning = { counts: { ...noCounts(), warning: 1 } };
  assert.equal(exitCode([withWarning], 'error'), 0);
  assert.equal(exitCode([withWarning], 'warning'), 1);
  assert.equal(exitCode([withWarning], 'info'), 1);
  assert.equal(exitCode([{ counts: noCounts() }], 'info'), 0);
  assert.equal(exitCode([withWarning, { error: 'gone' }], 'info'), 2);
});

test('JSON is one document, written as it comes, with every row of a finding and with files that failed, halfway too', async () => {
  const { terminal, text } = screen();
  const reporter = new JsonReporter(terminal);
  await report(reporter, 'a.csv', [
    finding({
      rows: [
        { row: 1, line: 2 },
        { row: 3, key: { id: 'x' } },
      ],
    }),
    finding({ rows: [], segment: { column: 'c', value: null } }),
  ]);
  reporter.fail('b.csv', 'gone');
  reporter.begin(checked('c.csv'));
  await reporter.finding(finding({}), inTurns([{ row: 5 }]));
  reporter.fail('c.csv', 'stopped');
  reporter.finish();
  const { files } = JSON.parse(text());
  assert.deepEqual(
    files.map(({ path, error }: { path: string; error?: string }) => [path, error]),
    [
      ['a.csv', undefined],
      ['b.csv', 'gone'],
      ['c.csv', 'stopped'],
    ],
  );
  assert.deepEqual(files[0].findings.map(({ rows }: Finding) => rows), [[{ row: 1, line: 2 }, { row: 3, key: { id: 'x' } }], []]);
  assert.deepEqual(
    Object.keys(files[0].findings[0]),
    ['check', 'severity', 'scope', 'message', 'score', 'column', 'segment', 'rows', 'suggestion', 'evidence', 'basis'].filter(
      (name) => !['column', 'segment', 'suggestion'].includes(name),
    ),
  );
  assert.deepEqual(files[0].summary, { error: 0, warning: 0, info: 2 });
  assert.deepEqual(files[2].findings.length, 1);
});

test('what to fix first follows the counts, where there is a choice', async () => {
  const item = (title: string, rows: number, cost: number): BacklogItem => ({
    id: title,
    checks: ['label-variant'],
    act: 'relabel',
    title,
    rows,
    decided: 0,
    findings: 1,
    cost,
    severity: 'warning',
    filters: [],
  });
  const items = [item('Rename “biling” to “billing”', 3, 2.7), item('Same content again', 1, 0.3), item('Constant', 0, 0.1)];
  const { terminal, text } = screen();
  await report(new TextReporter(terminal), 'a.csv', [finding({})], { items, total: 3, cost: 3.1, settledCost: 0, by: [], basis: '' });
  assert.match(text(), /\n1 info\nfix first\n  Rename “biling” to “billing” \(3 rows\)\n  Same content again \(1 row\)\n\n$/);
});
