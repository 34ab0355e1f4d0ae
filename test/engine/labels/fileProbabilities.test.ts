import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { engineMemory } from '../../../src/engine/memoryPool.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { temporaryFolder } from '../support.ts';

const never = new AbortController().signal;
const quiet = (): void => undefined;

test('probabilities that memory has no room for are read again for every walk, with the same result', async (context) => {
  const names = ['cat', 'dog', 'eel'];
  const lines = Array.from({ length: 300 }, (_, index) => {
    const right = index % 3;
    return JSON.stringify({ label: names[index === 40 ? (right + 1) % 3 : right], probs: names.map((_name, place) => (place === right ? 0.9 : 0.05)) });
  });
  const path = join(await temporaryFolder(context), 'data.jsonl');
  await writeFile(path, lines.join('\n'));
  const answers: unknown[] = [];
  for (const crowded of [false, true]) {
    const session = await DatasetSession.open({ path, config: { roles: { probabilities: ['probs'], label: 'label' } }, memoryLimit: 512 });
    const taken = await engineMemory.reserve(crowded ? 1_000_000 : 0);
    try {
      const health = await session.labelHealth(never, quiet);
      await session.check(['label-error'], never, quiet);
      const { findings } = await session.findings({ check: 'label-error', offset: 0, limit: 10 });
      assert.deepEqual(findings.map(({ finding }) => finding.rows[0]!.row), [41]);
      answers.push({ health, evidence: await session.labelEvidence(41, never) });
    } finally {
      taken.release();
      await session.close();
    }
  }
  assert.deepEqual(answers[1], answers[0]);
});
