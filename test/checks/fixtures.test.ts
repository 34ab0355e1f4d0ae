import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checks } from '../../src/checks/index.ts';
import type { KeptFinding } from '../../src/core/finding.ts';
import { openForChecks } from './support.ts';

const folder = join(import.meta.dirname, '../fixtures/checks');
/** `WINNOW_UPDATE_FIXTURES=1` writes what the checks say now; read the difference before committing it. */
const update = process.env['WINNOW_UPDATE_FIXTURES'] === '1';

/** What a fixture says of a finding: all but score, evidence, lines and basis. */
function expectation({ check, severity, scope, column, segment, rows, suggestion, message }: KeptFinding): unknown {
  return JSON.parse(
    JSON.stringify({
      check,
      severity,
      scope,
      column,
      segment,
      rows: [...rows],
      suggestion: suggestion?.act === 'exclude' ? { ...suggestion, rows: [...suggestion.rows] } : suggestion,
      message,
    }),
  );
}

function assertWellFormed(finding: KeptFinding): void {
  assert.ok(finding.score >= 0 && finding.score <= 1, `the score is ${finding.score}`);
  assert.deepEqual([...finding.rows], [...new Set(finding.rows)].sort((a, b) => a - b), 'rows are in file order, none twice');
  assert.equal(finding.basis.kind, 'all');
  assert.doesNotMatch(finding.message, /[\u0000-\u001F]/, 'a message is one line of visible characters');
  assert.match(finding.message, /[.!?]$/, 'a message is a sentence');
}

for (const check of checks) {
  const cases = readdirSync(join(folder, check.id));
  test(`${check.id} has a fixture that raises nothing and one that raises something`, () => {
    assert.ok(cases.includes('clean'));
    assert.ok(cases.length > 1);
  });
  for (const name of cases) {
    test(`${check.id} says of ${name} what is expected`, async () => {
      const place = join(folder, check.id, name);
      const input = (readdirSync(place)).find((file) => file.startsWith('input.'));
      assert.ok(input !== undefined, `${place} has an input`);
      const file = await openForChecks(join(place, input));
      try {
        const { findings, warnings } = await file.run({ only: [check.id] });
        assert.deepEqual(warnings, []);
        findings.forEach(assertWellFormed);
        const found = findings.map(expectation);
        if (update)
          await writeFile(
            join(place, 'expected.json'),
            `[${found.map((each) => `\n  ${JSON.stringify(each)}`).join(',')}${found.length > 0 ? '\n' : ''}]\n`,
          );
        assert.deepEqual(found, JSON.parse(await readFile(join(place, 'expected.json'), 'utf8')));
        if (name === 'clean') assert.deepEqual(found, []);
      } finally {
        await file.close();
      }
    });
  }
}
