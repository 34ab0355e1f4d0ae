import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCutShort, printedNumbers } from '../../src/core/printedList.ts';

test('lists of numbers are read in every form that Python prints them in', () => {
  const forms = [
    '[0.1 0.9]',
    '[0.1, 0.9]',
    ' [ 0.1   0.9 ]',
    '[1.0e-01\n 9.0e-01]',
    '(0.1, 0.9)',
    'array([0.1, 0.9], dtype=float32)',
    "tensor([0.1000, 0.9000], device='cuda:0', grad_fn=<SoftmaxBackward0>)",
    '[np.float64(0.1), np.float64(0.9)]',
  ];
  for (const text of forms) assert.deepEqual(printedNumbers(text), [0.1, 0.9], text);
  assert.deepEqual(printedNumbers('[1. 0. nan -inf None .5]'), [1, 0, NaN, -Infinity, NaN, 0.5]);
});

test('amounts, references and texts in brackets are no lists of numbers', () => {
  for (const text of ['(12)', '(1,234)', '(1,234.50)', '[12] Smith', '[a b]', '[]', '(030) 123 456', '[0.1 0.9] or so', 'tensor(0.5)', '[2023-01-01]'])
    assert.equal(printedNumbers(text), null, text);
});

test('a list of which numpy left numbers out is none, and is told from others', () => {
  assert.equal(printedNumbers('[0. 0. 1. ... 0. 0. 0.]'), null);
  assert.equal(isCutShort('[0. 0. 1. ... 0. 0. 0.]'), true);
  assert.equal(isCutShort('[0. 0. 1.]'), false);
  assert.equal(isCutShort('[well ... no]'), false);
});
