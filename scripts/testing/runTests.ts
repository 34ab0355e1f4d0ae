import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../host/browser.ts';
import { downloadDesktop } from '../host/desktop.ts';
import { root } from '../host/paths.ts';
import { ensureServer } from '../host/serverInstall.ts';
import { findTests, runNodeTests } from './nodeTests.ts';

export interface Totals {
  passed: number;
  failed: number;
}

const steps = ['lint', 'types', 'unit', 'editor'] as const;
type Step = (typeof steps)[number];

/**
 * Builds, then runs lint, types, unit tests and the tests in a real VS Code, each under a heading, and prints the
 * totals as the last line. Lint and types count as one test each, and so does a build that fails.
 * @param args `--only STEP` (may be repeated) and parts of test file names; a part of a name leaves out lint and types.
 * @returns the exit code: 0 when something ran and nothing failed.
 */
export async function runTests(args: string[]): Promise<number> {
  const { chosen, names } = readArguments(args);
  const results = new Map<string, Totals>();
  const tool = (step: string, script: string, ...rest: string[]): boolean => {
    heading(step);
    const passed = spawnSync(process.execPath, [join(root, script), ...rest], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
    results.set(step, { passed: passed ? 1 : 0, failed: passed ? 0 : 1 });
    return passed;
  };

  const unitTests = chosen.includes('unit') ? findTests('unit', names) : [];
  const editorTests = chosen.includes('editor') ? findTests('editor', names) : [];
  const built = unitTests.length + editorTests.length === 0 || tool('build', 'esbuild.mjs');
  if (built) results.delete('build');
  if (chosen.includes('lint') && tool('lint', 'node_modules/eslint/bin/eslint.js', '.')) console.log('No problems.');
  if (chosen.includes('types') && tool('types', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.')) console.log('No problems.');
  if (unitTests.length > 0) {
    heading('unit tests');
    results.set('unit', await runNodeTests(unitTests, { concurrency: 2 }));
  }
  if (editorTests.length > 0) {
    heading('editor tests');
    if (built) results.set('editor', await runEditorTests(editorTests));
    else console.log('Left out, as the build failed.');
  }
  return report(results);
}

async function runEditorTests(files: string[]): Promise<Totals> {
  const out = join(root, 'test', 'editor', 'out');
  try {
    await prepareHost();
  } catch (error) {
    console.error((error as Error).message);
    return { passed: 0, failed: 1 };
  }
  rmSync(join(out, 'logs'), { recursive: true, force: true });
  const totals = await runNodeTests(files, { concurrency: 1 });
  if (totals.failed > 0) console.log(`What the extension hosts logged, and pictures: ${out}`);
  return totals;
}

/** Installs what the tests drive, so that no test waits for that. */
async function prepareHost(): Promise<void> {
  if (process.env['WINNOW_HOST'] !== 'web' && (await downloadDesktop(console.log)) !== undefined) return;
  await ensureServer(console.log);
  await ensureBrowser(console.log);
}

function readArguments(args: string[]): { chosen: readonly Step[]; names: string[] } {
  const { values, positionals } = parseArgs({ args, options: { only: { type: 'string', multiple: true } }, allowPositionals: true });
  const isStep = (name: string): name is Step => steps.some((step) => step === name);
  const only = values.only ?? (positionals.length > 0 ? ['unit', 'editor'] : [...steps]);
  const unknown = only.find((name) => !isStep(name));
  if (unknown !== undefined) throw new Error(`--only takes ${steps.join(', ')}; not ${unknown}.`);
  return { chosen: only.filter(isStep), names: positionals };
}

function heading(title: string): void {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 70 - title.length))}`);
}

function report(results: ReadonlyMap<string, Totals>): number {
  const failures = [...results].filter(([, { failed }]) => failed > 0);
  const passed = [...results.values()].reduce((sum, totals) => sum + totals.passed, 0);
  const failed = failures.reduce((sum, [, totals]) => sum + totals.failed, 0);
  console.log('');
  for (const [step, totals] of failures) console.log(`Failed: ${step} (${totals.failed})`);
  if (passed + failed === 0) console.log('Nothing ran: no test file has such a name.');
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
