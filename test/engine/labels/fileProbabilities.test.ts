import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { engineMemory } from '../../../src/engine/memoryPool.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

const never = new AbortController().signal;
const quiet = (): void => undefined;

test('probabilities that memory has no room for are kept in a file, with the same result', async (context) => {
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
      await session.found.check(['label-error'], never, quiet);
      const { findings } = await session.found.page({ check: 'label-error', offset: 0, limit: 10 });
      assert.deepEqual(findings.map(({ finding }) => finding.rows[0]!.row), [41]);
      answers.push({ health, evidence: await session.labelEvidence(41, never) });
    } finally {
      taken.release();
      await session.close();
    }
  }
  assert.deepEqual(answers[1], answers[0]);
});

test('a prediction with its confidence is read for many labels', async (context) => {
  const names = Array.from({ length: 120 }, (_, index) => `intent ${index}`);
  const lines = Array.from({ length: 2400 }, (_, index) => {
    const name = names[index % 120]!;
    return `${name},${index === 7 ? names[8]! : name},0.9`;
  });
  const path = join(await temporaryFolder(context), 'data.csv');
  await writeFile(path, ['label,predicted,confidence', ...lines].join('\n'));
  const session = await DatasetSession.open({
    path,
    config: { roles: { label: 'label', predicted: 'predicted', confidence: 'confidence' } },
    memoryLimit: 512,
  });
  context.after(() => session.close());
  const evidence = await session.labelHealth(never, quiet).then(() => session.labelEvidence(8, never));
  assert.deepEqual(evidence.probabilities.slice(0, 1), [{ label: 'intent 8', probability: 0.9 }]);
  assert.ok(evidence.probabilities.some(({ label, probability }) => label === 'intent 7' && Math.abs(probability - 0.1 / 119) < 1e-12));
});
