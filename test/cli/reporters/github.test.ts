import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GithubReporter } from '../../../src/cli/reporters/github.ts';
import { finding, report, screen } from './reported.ts';

test('annotations name file, line and check, and nothing in them can begin a command or a property', async () => {
  const { terminal, text } = screen();
  await report(new GithubReporter(terminal), 'a,b:c%.csv', [
    finding({ severity: 'error', check: 'conflicting-label', scope: 'rows', message: '50 %\n::error::and\r\nmore\u001b[2J' }),
    finding({ severity: 'warning', rows: [{ row: 12 }], message: 'odd' }),
    finding({ scope: 'column', message: 'of a column' }),
  ]);
  assert.deepEqual(text().split('\n'), [
    '::error file=a%2Cb%3Ac%25.csv,line=9,title=Same content%2C different labels [conflicting-label]::50 %25%0A::error::and%0D%0Amore\uFFFD[2J',
    '::warning file=a%2Cb%3Ac%25.csv,title=Number far from its column [outlier-value]::odd (row 12)',
    '::notice file=a%2Cb%3Ac%25.csv,title=Number far from its column [outlier-value]::of a column',
    '',
  ]);
});

test('ten findings of a check are annotations, and the others are counted; what failed is an error', async () => {
  const { terminal, text } = screen();
  const reporter = new GithubReporter(terminal);
  await report(reporter, 'a.csv', Array.from({ length: 25 }, () => finding({})));
  reporter.fail('b.csv', 'gone');
  reporter.leaveOut('c.csv', 'not here');
  const lines = text().trimEnd().split('\n');
  assert.equal(lines.filter((line) => line.startsWith('::notice file=a.csv')).length, 10);
  assert.deepEqual(lines.slice(10), [
    'a.csv: 15 more: info outlier-value',
    '::error file=b.csv,title=Winnow::gone',
    '::notice file=c.csv,title=Winnow::Not looked at: not here',
  ]);
});
