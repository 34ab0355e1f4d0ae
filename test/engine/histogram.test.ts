import assert from 'node:assert/strict';
import test from 'node:test';
import { binEdges } from '../../src/engine/histogram.ts';

const shape = (low: number, high: number, whole: boolean) => {
  const request = binEdges(low, high, whole)!;
  return [request.low, request.width, request.bins, request.last];
};

test('numbers get twenty bins of one width, whole numbers bins of whole widths', () => {
  assert.deepEqual(shape(0, 10, false), [0, 0.5, 20, 10]);
  assert.deepEqual(shape(0, 10, true), [0, 1, 11, 10]);
  assert.deepEqual(shape(1, 20, true), [1, 1, 20, 20]);
  assert.deepEqual(shape(0, 20, true), [0, 2, 11, 20]);
  assert.deepEqual(shape(1, 1000, true), [1, 50, 20, 1000]);
});

test('a stray fraction among whole numbers widens the range to whole numbers', () => {
  assert.deepEqual(shape(0.5, 4.5, true), [0, 1, 6, 5]);
});

test('one value is one bin; no value, and a range beyond a double, have none', () => {
  assert.deepEqual(shape(7, 7, false), [7, 1, 1, 7]);
  assert.equal(binEdges(undefined, undefined, true), null);
  assert.equal(binEdges(-1e308, 1e308, false), null);
});

test('where the range is far wider than its middle, the bins divide the middle and the outer ones reach the ends', () => {
  const request = binEdges(-999, 25_000, false, { low: 30, high: 190 })!;
  assert.deepEqual(request, { low: 30, first: -999, last: 25_000, width: 8, bins: 20 });
  const lengths = binEdges(0, 6950, true, { low: 40, high: 239 })!;
  assert.deepEqual(lengths, { low: 40, first: 0, last: 6950, width: 10, bins: 20 });
  assert.deepEqual(shape(0, 10, false), [0, 0.5, 20, 10]);
  assert.equal(binEdges(0, 10, false, { low: 1, high: 9 })!.low, 0);
});
