import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import test from 'node:test';
import { build } from 'esbuild';
import { applyDecisions } from '../../../src/engine/apply/apply.ts';
import { FileVersion } from '../../../src/engine/apply/fileVersion.ts';
import { type ExcludedRows, excludedRows } from '../../../src/protocol/applyMethods.ts';
import { removeLeftovers } from '../../../src/sidecar/replaceFile.ts';
import { readSidecar, sidecarPath } from '../../../src/sidecar/sidecarFile.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { DecidedFile } from './support.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const samples = join(root, 'samples');

/** By name: what is in the file, the label column, and decisions told apart by id or by content. */
const files: Readonly<Record<string, () => Promise<{ readonly content: string | Uint8Array; readonly label: string }>>> = {
  'ids.csv': async () => ({
    content:
      `id,text,label\r\n${Array.from({ length: 80 }, (_, row) => `${row},"a ""${row}""\nb",pos${row % 3 ? '\n' : '\r\n'}`).join('')}`.trimEnd(),
    label: 'label',
  }),
  'contents.csv': async () => ({ content: `text,label\n${'good,pos\nbad,neg\n'.repeat(6)}`, label: 'label' }),
  'wide.tsv': async () => ({
    content: Buffer.from(`\ufeffid\tlabel\n${Array.from({ length: 12 }, (_, row) => `schön ${row}\tpos\n`).join('')}`, 'utf16le'),
    label: 'label',
  }),
  'lines.jsonl': async () => ({
    content: Array.from({ length: 60 }, (_, row) => `{"id": ${row}, "label":"pos"}\n`).join(''),
    label: 'label',
  }),
  'array.json': async () => ({
    content: `[${Array.from({ length: 60 }, (_, row) => `{"id": ${row}, "label":"pos"}`).join(',\n ')}]`,
    label: 'label',
  }),
  'columns.parquet': async () => ({ content: await readFile(join(samples, 'support-tickets.parquet')), label: 'category' }),
};

/** One trial in so many goes on with another apply. */
const goesOn = 6;

/** Real kills, each at another step of writing, flushing and renaming. */
let trials = 0;

test('a process that is killed at any step leaves the old file or the new one, and every decision', async (t) => {
  const folder = await temporaryFolder(t);
  const child = join(folder, 'child.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'killChild.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['@duckdb/*'],
    loader: { '.wasm': 'binary' },
    outfile: child,
    logLevel: 'error',
  });
  for (const [name, make] of Object.entries(files)) {
    const { content, label } = await make();
    for (const excluded of excludedRows) await killEverywhere(child, join(folder, `${name} ${excluded}`), name, content, label, excluded);
  }
  assert.ok(trials >= 1000, `${trials} trials`);
});

async function killEverywhere(child: string, folder: string, name: string, content: string | Uint8Array, label: string, excluded: ExcludedRows): Promise<void> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const file = new DecidedFile(join(data, name));
  await writeFile(file.path, content);
  await file.decide(
    [2, 'relabel', { column: label, to: 'other' }],
    [3, 'exclude'],
    [4, 'relabel', { column: label, to: 'another' }],
    [5, 'comment', { note: 'a' }],
    [4, 'comment', { note: 'b' }],
    [6, 'annotate', { column: 'mood', to: 'calm' }],
  );
  const decided = (await readSidecar(file.path)).decisions.map(({ id }) => id);
  const { signal, stderr } = spawnSync(process.execPath, [child, file.path, excluded], {
    env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
    encoding: 'utf8',
  });
  assert.equal(signal, 'SIGKILL', stderr);
  const [before, after] = [await readFile(file.path), await readFile(join(folder, 'trials', 'whole', name))];
  await file.use(async (session) => {
    for (const trial of (await readdir(join(folder, 'trials'))).filter((each) => each !== 'whole')) {
      trials++;
      const path = join(folder, 'trials', trial, name);
      const what = `${name}, ${excluded}, killed at step ${trial}`;
      const found = await readFile(path);
      const isNew = found.equals(after);
      assert.ok(isNew || found.equals(before), `${what}: the file is the old or the new one`);
      const { decisions, damaged } = await readSidecar(path);
      assert.deepEqual(damaged, [], what);
      assert.deepEqual(decided.filter((id) => !decisions.some((decision) => decision.id === id)), [], `${what}: no decision is lost`);
      const settled = await (await FileVersion.of(path)).settle(decisions);
      assert.equal(settled.applied.size > 0, isNew, `${what}: the sidecar is right about the file`);
      if (!isNew && Number(trial) % goesOn !== 0) continue;
      if (isNew) {
        await removeLeftovers(path);
        await removeLeftovers(sidecarPath(path));
      } else {
        await applyDecisions(
          { ...session.applySource, version: await FileVersion.of(path) },
          {
            choices: { excluded, annotations: true },
            tool: 'winnow test',
            signal: new AbortController().signal,
            progress: () => undefined,
          },
        );
        assert.ok((await readFile(path)).equals(after), `${what}: the next apply comes to the same`);
      }
      const copy = excluded === 'copy' ? [`${basename(name, `.${name.split('.')[1]}`)}.without-excluded.${name.split('.')[1]}`] : [];
      assert.deepEqual((await readdir(dirname(path))).sort(), [name, basename(sidecarPath(path)), ...copy].sort(), `${what}: nothing else is left`);
    }
  });
}
