import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestName } from '../../src/core/nearestName.ts';

const known = ['label', 'content', 'taxonomy', 'key'];

test('a mistyped name leads to the one that it means', () => {
  for (const [given, meant] of [
    ['lable', 'label'],
    ['Labels', 'label'],
    ['taxomony', 'taxonomy'],
    ['contents', 'content'],
    ['keys', 'key'],
  ] as const)
    assert.equal(nearestName(given, known), meant);
});

test('a name that is like none of them leads nowhere', () => {
  for (const given of ['files', 'x', '', 'checks']) assert.equal(nearestName(given, known), undefined);
});
