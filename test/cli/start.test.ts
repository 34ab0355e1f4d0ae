import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../temporaryFolder.ts';
import { builtCli } from './runCli.ts';

test('the command line holds no database, whose start a hook would wait for: that is in the engine process alone', async (context) => {
  const folder = await temporaryFolder(context);
  // Nothing beside it that it could load.
  copyFileSync(builtCli(), join(folder, 'cli.js'));
  assert.match(execFileSync(process.execPath, [join(folder, 'cli.js'), '--version'], { cwd: folder, encoding: 'utf8' }), /^\d+\.\d+\.\d+/);
});
