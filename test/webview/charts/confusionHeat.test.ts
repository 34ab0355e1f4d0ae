import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formOf } from '../../../webview/charts/confusionHeat.ts';

test('labels are written across where they fit, upwards where they do not, and in small cells where they are many', () => {
  assert.deepEqual(formOf(['card_about_to_expire', 'card_acceptance']), []);
  assert.deepEqual(formOf(['yes', 'a label that nobody would write across']), ['upright']);
  assert.deepEqual(formOf(Array.from({ length: 6 }, () => 'delivery_estimate')), ['upright']);
  assert.deepEqual(formOf(Array.from({ length: 10 }, (_, at) => String(at))), ['upright']);
  assert.deepEqual(formOf(Array.from({ length: 77 }, (_, at) => `intent ${at}`)), ['upright', 'dense']);
});
