import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropReasons, largeClass, largestChange, planFates, type PlanInput } from '../../src/core/redundancyPlan.ts';
import { createRandom } from '../../src/learn/random.ts';

/** Rows of two classes, the first half and the second, whose difficulty grows from 0 to 1 within each. */
function input(each: number, keep: number, more: Partial<PlanInput> = {}, floor = 0): PlanInput {
  return {
    classes: Int32Array.from({ length: 2 * each }, (_, row) => Number(row >= each)), classCount: 2,
    difficulty: Float32Array.from({ length: 2 * each }, (_, row) => (row % each) / each),
    copies: [], segments: [], options: { keep, floor, seed: 1 }, random: createRandom(1), ...more,
  };
}

const reasonsOf = (fates: Uint8Array): string[] => [...new Set(fates)].filter((fate) => fate > 0).map((fate) => dropReasons[fate - 1]!);
const kept = (fates: Uint8Array): number => fates.reduce((sum, fate) => sum + Number(fate === 0), 0);

test('of large classes the easy rows go, of small ones the hard ones, as many of each as its share', () => {
  const large = planFates(input(largeClass, 0.8));
  assert.deepEqual(reasonsOf(large), ['easy']);
  assert.ok(large.subarray(0, 200).every((fate) => fate > 0) && large.subarray(200, largeClass).every((fate) => fate === 0));
  const small = planFates(input(100, 0.8));
  assert.deepEqual(reasonsOf(small), ['hard']);
  assert.ok(small.subarray(180).every((fate) => fate > 0) && small.subarray(100, 180).every((fate) => fate === 0));
});

test('copies go first, in their order, and no more than are to go', () => {
  const copies = [{ place: 5, reason: 'copy' as const }, { place: 150, reason: 'near' as const }, { place: 7, reason: 'near' as const }];
  const fates = planFates(input(100, 0.99, { copies }));
  assert.deepEqual([...fates.entries()].filter(([, fate]) => fate > 0).map(([place, fate]) => [place, dropReasons[fate - 1]]), [[5, 'copy'], [150, 'near']]);
});

test('rows of unknown difficulty go at random places among the others', () => {
  const fates = planFates(input(100, 0.5, { difficulty: new Float32Array(200).fill(NaN) }));
  assert.deepEqual(reasonsOf(fates), ['random']);
  assert.equal(kept(fates), 100);
  assert.equal(fates.subarray(0, 100).reduce((sum, fate) => sum + Number(fate > 0), 0), 50);
  assert.ok(new Set(fates.subarray(0, 50)).size === 2);
});

test('no class and no segment value falls below the floor, whatever was to go', () => {
  const codes = Int32Array.from({ length: 200 }, (_, row) => (row < 8 ? 1 : 0));
  const fates = planFates(input(100, 0.1, { segments: [codes] }, 30));
  assert.equal(kept(fates.subarray(0, 100)), 30);
  assert.equal(kept(fates.subarray(100)), 30);
  assert.ok(fates.subarray(0, 8).every((fate) => fate === 0));
});

test('what floors keep in one class goes from the others, and one row is always left', () => {
  const classes = Int32Array.from({ length: 110 }, (_, row) => Number(row >= 10));
  const difficulty = new Float32Array(110);
  assert.equal(kept(planFates({ ...input(1, 0.5), classes, difficulty, options: { keep: 0.5, floor: 10, seed: 1 } })), 55);
  assert.equal(kept(planFates(input(50, 0.0001))), 1);
  assert.equal(kept(planFates(input(50, 1))), 100);
});

test('the largest change of a histogram is in shares', () => {
  assert.equal(largestChange([50, 50], [30, 10]), 0.25);
  assert.equal(largestChange([50, 50], [5, 5]), 0);
});
