import Ajv from 'ajv';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { SarifReporter } from '../../../src/cli/reporters/sarif.ts';
import { runCli } from '../runCli.ts';
import { checked, finding, inTurns, screen } from './reported.ts';

interface Region {
  readonly startLine?: number;
  readonly byteOffset?: number;
  readonly byteLength?: number;
}
interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region?: Region };
}
interface Result {
  readonly ruleId: string;
  readonly locations: readonly Location[];
  readonly baselineState?: string;
}
interface Log {
  readonly runs: readonly { readonly results: readonly Result[]; readonly invocations: readonly { readonly executionSuccessful: boolean }[] }[];
}

/** Reads a log, which must be valid by the schema of SARIF 2.1.0. */
function validated(text: string): Log {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'sarif', 'sarif-schema-2.1.0.json'), 'utf8')) as object;
  const validator = new Ajv({ allErrors: true, unknownFormats: 'ignore', schemaId: 'auto', meta: true, logger: false });
  const log = JSON.parse(text) as Log;
  const isValid = validator.validate(schema, log);
  assert.ok(isValid, JSON.stringify(validator.errors?.slice(0, 5), null, 1));
  return log;
}

async function folderWith(context: TestContext, name: string, bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-sarif-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, name), bytes);
  return folder;
}

const conflicting = 'id,text,label\n1,"A fine\nthing",pos\n2,Öl und Brot,neg\n3,"A fine\nthing",neg\n';

test('what check writes is valid SARIF, and its lines and bytes are those of the rows', async (context) => {
  const bytes = Buffer.from(`\uFEFF${conflicting}`);
  const folder = await folderWith(context, 'my data.csv', bytes);
  const { code, out } = await runCli(['check', 'my data.csv', '--format', 'sarif'], folder);
  assert.equal(code, 1);
  const [run] = validated(out).runs;
  const conflict = run!.results.find(({ ruleId }) => ruleId === 'conflicting-label');
  const { artifactLocation, region } = conflict!.locations[0]!.physicalLocation;
  assert.equal(artifactLocation.uri, 'my%20data.csv');
  assert.equal(region!.startLine, 2);
  assert.equal(bytes.subarray(region!.byteOffset!, region!.byteOffset! + region!.byteLength!).toString('utf8'), '1,"A fine\nthing",pos');
});

test('bytes are not told of a file that was converted before it was read', async (context) => {
  const folder = await folderWith(context, 'data.csv', Buffer.from(`\uFEFF${conflicting}`, 'utf16le'));
  const [run] = validated((await runCli(['check', 'data.csv', '--format', 'sarif'], folder)).out).runs;
  const conflict = run!.results.find(({ ruleId }) => ruleId === 'conflicting-label');
  assert.deepEqual(conflict!.locations[0]!.physicalLocation.region, { startLine: 2 });
});

test('a file that cannot be read, none at all, and findings of every form are valid SARIF too', async () => {
  const { terminal, text } = screen();
  const reporter = new SarifReporter(terminal);
  reporter.begin({ ...checked('a.csv'), compared: true });
  await reporter.finding(finding({ check: 'unknown-check', segment: { column: 'c', value: null }, column: 'x' }), inTurns([]), undefined);
  await reporter.finding(
    finding({ scope: 'rows' }),
    inTurns([
      { row: 1, line: 2, key: { id: 1 } },
      { row: 2, key: { id: 2 } },
    ]),
    { row: 1, line: 2, byte: 10, length: 0 },
  );
  reporter.end();
  reporter.leaveOut('pointer.csv', 'not here');
  reporter.fail('/somewhere/ü.csv', 'gone');
  reporter.finish();
  const [run] = validated(text()).runs;
  assert.deepEqual(run!.results.map(({ baselineState }) => baselineState), ['new', 'new']);
  assert.equal(run!.invocations[0]!.executionSuccessful, false);
  const empty = screen();
  new SarifReporter(empty.terminal).finish();
  assert.deepEqual(validated(empty.text()).runs[0]!.results, []);
});
