import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import test from 'node:test';
import { makeWorkFolder, sweepWorkFolders } from '../../src/engine/workFolder.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('folders of processes that are gone are removed, others are left alone', async (t) => {
  const parent = await temporaryFolder(t);
  const own = await makeWorkFolder(parent);
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  await mkdir(join(parent, `winnow-engine-${gone}-abc`, 'work'), { recursive: true });
  await mkdir(join(parent, 'winnow-engine-mine'));
  await sweepWorkFolders(parent);
  assert.deepEqual((await readdir(parent)).sort(), [basename(own), 'winnow-engine-mine'].sort());
});
