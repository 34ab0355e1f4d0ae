import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checks } from '../../../src/checks/index.ts';
import { JunitReporter } from '../../../src/cli/reporters/junit.ts';
import { checked, finding, report, screen } from './reported.ts';

test('a file is a suite and a check a case, which fails at findings at the bar', async () => {
  const { terminal, text } = screen();
  const reporter = new JunitReporter(terminal, 'warning');
  await report(reporter, 'a & "b".csv', [
    finding({ severity: 'error', check: 'conflicting-label', message: 'two <labels>\u0000' }),
    finding({}),
    finding({ severity: 'warning', check: 'missing-value', scope: 'column', message: 'gone' }),
  ]);
  reporter.fail('c.csv', 'unreadable');
  reporter.finish();
  const lines = text().split('\n');
  assert.equal(lines[2], `  <testsuite name="a &amp; &quot;b&quot;.csv" tests="${checks.length}" failures="2" errors="0" skipped="0">`);
  assert.ok(
    lines.includes(
      '    <testcase classname="a &amp; &quot;b&quot;.csv" name="conflicting-label"><failure message="1 finding" type="conflicting-label">a &amp; &quot;b&quot;.csv:9: error: two &lt;labels&gt;\uFFFD</failure></testcase>',
    ),
  );
  assert.ok(
    lines.includes(
      '    <testcase classname="a &amp; &quot;b&quot;.csv" name="outlier-value"><system-out>a &amp; &quot;b&quot;.csv:9: info: far away</system-out></testcase>',
    ),
  );
  assert.ok(lines.includes('    <testcase classname="c.csv" name="read"><error message="unreadable"/></testcase>'));
  assert.equal(lines.at(-2), '</testsuites>');
});

test('a check that did not run is no success', () => {
  const { terminal, text } = screen();
  const reporter = new JunitReporter(terminal, 'error');
  reporter.begin({ ...checked('a.csv'), skipped: [{ check: 'label-error', why: 'no label & none' }] });
  reporter.end({ error: 0, warning: 0, info: 0 }, null, { before: 0, accepted: 0 });
  assert.match(text(), /name="label-error"><skipped message="no label &amp; none"\/>/);
  assert.match(text(), /errors="0" skipped="1"/);
});
