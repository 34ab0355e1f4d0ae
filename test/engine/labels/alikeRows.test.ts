import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlikeRows } from '../../../src/engine/labels/alikeRows.ts';
import type { LearningPlan } from '../../../src/engine/labels/learningPlan.ts';
import { never, open } from './openLabels.ts';

const plan = (learner: LearningPlan['learner'], ...features: LearningPlan['features']): LearningPlan => ({ learner, features, others: [], words: '' });

test('a row that is not among those looked at has neighbours all the same, by its cells and by its embedding', async (context) => {
  const lines = Array.from({ length: 20 }, (_, at) =>
    JSON.stringify({ size: at, colour: at < 10 ? 'red' : 'blue', embedding: [Math.cos(at / 20), Math.sin(at / 20)] }),
  );
  const { table } = await open(context, `${lines.join('\n')}\n`, 'data.jsonl');
  const plans = [plan('table', { column: 'size', as: 'number' }, { column: 'colour', as: 'category' }), plan('embedding', { column: 'embedding', as: 'text' })];
  for (const each of plans) {
    // Every second row: 1, 3, 5 …
    const some = await AlikeRows.open(table, each, 10);
    assert.deepEqual([some.among, some.of], [10, 20]);
    assert.deepEqual((await some.find(6, 2, never)).map(({ row }) => row).sort(), [5, 7], each.learner);
    const all = await AlikeRows.open(table, each);
    assert.deepEqual((await all.find(6, 2, never)).map(({ row }) => row).sort(), [5, 7], each.learner);
  }
});
