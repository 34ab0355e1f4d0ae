import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { atEnd } from '../host/atEnd.ts';
import { spawnTied } from '../host/children.ts';
import { root } from '../host/paths.ts';
import type { Totals } from './runTests.ts';

/** A test that hangs fails after this long instead of holding up the rest. */
const limit = 10 * 60_000;

/** The test files of a kind, relative to the checkout, whose names hold one of the given parts; all of them without parts. */
export function findTests(kind: 'unit' | 'editor', names: readonly string[]): string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => join('test', file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts') && file.startsWith('test/editor/') === (kind === 'editor'))
    .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
    .sort();
}

/**
 * Runs test files, each in a process of its own, with what they print going to the terminal.
 *
 * A file that drives a real window and fails is run once more, alone, and that run counts: a window that something else
 * on the machine disturbs is no fault of what is tested. What passes only then is named as unsteady; what is broken
 * fails twice.
 */
export async function runNodeTests(files: readonly string[], { concurrency }: { concurrency: number }): Promise<Totals> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const results = await runOnce(files, concurrency);
  const again = files.filter((file) => drivesWindow(file) && (results.get(file)?.failed ?? 0) > 0);
  if (again.length > 0) {
    console.log(`\nOnce more, as a window may have been disturbed: ${again.join(', ')}\n`);
    for (const [file, totals] of await runOnce(again, 1)) results.set(file, totals);
    const unsteady = again.filter((file) => results.get(file)?.failed === 0);
    if (unsteady.length > 0) console.log(`\nUnsteady (failed once, then passed): ${unsteady.join(', ')}`);
  }
  const sum = (count: 'passed' | 'failed'): number => [...results.values()].reduce((total, totals) => total + totals[count], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}

function drivesWindow(file: string): boolean {
  return file.startsWith('test/editor/') || file.startsWith('test/webview/');
}

/** @returns what passed and failed by file, as `files` names it; a file that ended without a result has failed. */
async function runOnce(files: readonly string[], concurrency: number): Promise<Map<string, Totals>> {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-totals-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const totalsFile = join(folder, 'totals.json');
  const reporter = pathToFileURL(join(root, 'scripts', 'testing', 'totalsReporter.mjs')).href;
  const child = spawnTied(process.execPath, [
    '--import', 'tsx', '--test', `--test-concurrency=${concurrency}`, `--test-timeout=${limit}`,
    '--test-reporter=spec', '--test-reporter-destination=stdout', `--test-reporter=${reporter}`, `--test-reporter-destination=${totalsFile}`,
    ...files,
  ], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  const reported = readTotals(totalsFile);
  const results = new Map(files.map((file) => [file, reported.get(file) ?? { passed: 0, failed: 1 }]));
  // A runner that breaks off, or fails without a failed test, has failed.
  if (code !== 0 && [...results.values()].every(({ failed }) => failed === 0)) results.set('the test runner', { passed: 0, failed: 1 });
  return results;
}

function readTotals(totalsFile: string): Map<string, Totals> {
  try {
    const files = JSON.parse(readFileSync(totalsFile, 'utf8')) as Record<string, Totals>;
    return new Map(Object.entries(files).map(([file, totals]) => [relative(root, resolve(root, file)).replaceAll('\\', '/'), totals]));
  } catch {
    return new Map();
  }
}
