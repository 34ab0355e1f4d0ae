import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Runs test files, each in a process of its own, with what they print going to the terminal. */
export async function runNodeTests(files: readonly string[], { concurrency }: { concurrency: number }): Promise<Totals> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'winnow-totals-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const totalsFile = join(folder, 'totals.json');
  const reporter = pathToFileURL(join(root, 'scripts', 'testing', 'totalsReporter.mjs')).href;
  const child = spawnTied(process.execPath, [
    '--import', 'tsx', '--test', `--test-concurrency=${concurrency}`, `--test-timeout=${limit}`,
    '--test-reporter=spec', '--test-reporter-destination=stdout', `--test-reporter=${reporter}`, `--test-reporter-destination=${totalsFile}`,
    ...files,
  ], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const totals = readTotals(totalsFile);
  // A runner that breaks off, or fails without a failed test, has failed.
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

function readTotals(file: string): Totals {
  try {
    const { pass = 0, fail = 0, cancelled = 0 } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    return { passed: pass, failed: fail + cancelled };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
