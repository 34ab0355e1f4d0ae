import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marginOf } from '../../src/core/nextToLabel.ts';

test('the margin is what the likeliest label has over the next', () => {
  assert.ok(Math.abs(marginOf([0.2, 0.5, 0.3]) - 0.2) < 1e-12);
  assert.equal(marginOf([0.5, 0.5]), 0);
  assert.equal(marginOf([1]), 1);
  assert.equal(marginOf(Float32Array.of(0.25, 0.75)), 0.5);
});
