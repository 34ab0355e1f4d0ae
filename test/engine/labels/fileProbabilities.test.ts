import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { engineMemory } from '../../../src/engine/memoryPool.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { never, open, quiet, reviews, wrongRows } from './openLabels.ts';

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

test('lists of probabilities as Python prints them are read as those in JSON are', async (context) => {
  const names = ['cat', 'dog', 'eel'];
  const forms: readonly ((p: readonly number[]) => string)[] = [
    (p) => `[${p.join(' ')}]`,
    (p) => `[${p.map((each) => each.toExponential(2)).join('\n ')}]`,
    (p) => `(${p.join(', ')})`,
    (p) => `tensor([${p.join(', ')}])`,
    (p) => `[${p.map((each) => `np.float64(${each})`).join(', ')}]`,
  ];
  for (const form of forms) {
    const lines = Array.from({ length: 60 }, (_, at) => {
      const p = names.map((_name, place) => (at === 6 ? 0.5 : place === at % 3 ? 0.9 : 0.05));
      return `${at + 1},${names[at === 40 ? (at + 1) % 3 : at % 3]!},"${form(p)}"`;
    });
    const session = await open(context, `id,label,probs\n${lines.join('\n')}\n`);
    assert.deepEqual(session.dataset.roles.probabilities, ['probs']);
    assert.deepEqual(session.dataset.columns.map(({ type }) => type), ['integer', 'text', 'list']);
    await session.found.check(['label-error', 'type-mismatch'], never, quiet);
    assert.deepEqual(await wrongRows(session), [41]);
    const { source } = await session.labelHealth(never, quiet);
    assert.deepEqual(source?.leftOut, [{ why: 'its probabilities do not sum to 1 (row 7: 1.5)', rows: 1, numbers: [7] }]);
    assert.equal((await session.labelEvidence(41, never)).probabilities[0]?.probability, 0.9);
  }
});

test('dicts of labels with probabilities are read as JSON and as Python prints them, whatever their column and their labels are called', async (context) => {
  const names = ['cat', "dog's", 'eel'];
  const python = (entry: (name: string, p: number) => string) => (p: readonly number[]): string => p.map((each, place) => entry(names[place]!, each)).join(', ');
  const quoted = (name: string): string => (name.includes("'") ? `"${name}"` : `'${name}'`);
  const forms: readonly ((p: readonly number[]) => string)[] = [
    (p) => JSON.stringify(Object.fromEntries(p.map((each, place) => [names[place]!, each]))),
    (p) => `{${python((name, each) => `${quoted(name)}: ${each}`)(p)}}`,
    (p) => `{${python((name, each) => `'${name.replace("'", "\\'")}': np.float32(${each})`)(p)}}`,
    (p) => `[${python((name, each) => `{'label': ${quoted(name)}, 'score': ${each}}`)(p)}]`,
    (p) => `{${p.map((each, place) => `${place}: ${each}`).join(', ')}}`,
  ];
  for (const [number, form] of forms.entries()) {
    const lines = Array.from({ length: 60 }, (_, at) => {
      const p = names.map((_name, place) => (at === 6 ? 0.5 : place === at % 3 ? 0.9 : 0.05));
      return `${at + 1},${names[at === 40 ? (at + 1) % 3 : at % 3]!},"${form(p).replaceAll('"', '""')}"`;
    });
    const column = number === 4 ? 'probs' : 'predictions';
    const session = await open(context, `id,label,${column}\n${lines.join('\n')}\n`);
    assert.deepEqual(session.dataset.roles.probabilities, [column], forms[number]!([0.9, 0.05, 0.05]));
    await session.found.check(['label-error', 'type-mismatch'], never, quiet);
    assert.deepEqual(await wrongRows(session), [41]);
    const { source } = await session.labelHealth(never, quiet);
    assert.deepEqual(source?.leftOut, [{ why: 'its probabilities do not sum to 1 (row 7: 1.5)', rows: 1, numbers: [7] }]);
  }
});

test('labels that a dict of some rows does not name share what the others leave, and None is no probability', async (context) => {
  const lines = Array.from({ length: 60 }, (_, at) => {
    const label = ['cat', 'dog', 'eel'][at % 3]!;
    return `${at + 1},${label},"${at === 0 ? "{'cat': None, 'dog': 0.5, 'eel': 0.5}" : `{'${label}': 0.9}`}"`;
  });
  const session = await open(context, `id,label,probs\n${lines.join('\n')}\n`);
  const { source } = await session.labelHealth(never, quiet);
  assert.equal(source?.rows, 59);
  assert.ok(source.notes.includes('Labels that a row has no score for share what its scores leave of 1.'));
  assert.deepEqual((await session.labelEvidence(2, never)).probabilities.map(({ probability }) => Number(probability.toFixed(6))), [0.9, 0.05, 0.05]);
});

test('lists that were cut short when they were printed are not used, and that is said', async (context) => {
  const lines = reviews().replace('source\n', 'source,probs\n').replaceAll(',panel', ',panel,"[0. 0. 1. ... 0. 0. 0.]"');
  const { source } = await (await open(context, lines)).labelHealth(never, quiet);
  assert.equal(source?.kind, 'text');
  assert.match(source.notes[0]!, /^The lists in “probs” were cut short when they were printed .* write all of them, as JSON\. They were not used\.$/);
});

test('lists of labels with scores are read by their labels, and those without a score share the rest', async (context) => {
  const names = ['cat', 'dog', 'eel'];
  const lines = (most: number, nameOf: (place: number) => string): string =>
    Array.from({ length: 60 }, (_, at) => {
      const scores = names.map((_name, place) => ({ label: nameOf(place), score: at === 6 && place === 0 ? 0.8 : place === at % 3 ? 0.9 : 0.05 }));
      const predictions = scores.sort((a, b) => b.score - a.score).slice(0, at === 6 ? 3 : most);
      return JSON.stringify({ id: at + 1, label: names[at === 40 ? (at + 1) % 3 : at % 3], predictions });
    }).join('\n');
  for (const most of [3, 1]) {
    const session = await open(context, lines(most, (place) => names[place]!), 'data.jsonl');
    assert.deepEqual(session.dataset.roles.probabilities, ['predictions']);
    const { source } = await session.labelHealth(never, quiet);
    assert.equal(source?.rows, 59);
    assert.deepEqual(source.leftOut, [{ why: 'its probabilities do not sum to 1 (row 7: 0.9)', rows: 1, numbers: [7] }]);
    assert.equal(source.notes.includes('Labels that a row has no score for share what its scores leave of 1.'), most === 1);
    const { probabilities } = await session.labelEvidence(41, never);
    assert.deepEqual(probabilities.map(({ probability }) => Number(probability.toFixed(6))), [0.9, 0.05, 0.05]);
  }
  const numbered = await open(context, lines(3, (place) => `LABEL_${place}`), 'data.jsonl');
  const { source } = await numbered.labelHealth(never, quiet);
  assert.ok(source && source.accuracy > 0.98 && source.kind === 'columns');
});
