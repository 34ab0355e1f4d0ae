import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrintedDict, printedLabels } from '../../src/core/printedDict.ts';

test('the labels of a dict of numbers are read in every form that Python prints it in', () => {
  const forms = [
    "{'pos': 0.9, 'neg': 0.1}",
    '{"pos": 0.9, "neg": 0.1}',
    " {'pos':9.0e-01,\n 'neg': nan,} ",
    "{'pos': np.float64(0.9), 'neg': None}",
    "[{'label': 'pos', 'score': 0.9}, {'label': 'neg', 'score': np.float32(0.1)}]",
  ];
  for (const text of forms) assert.deepEqual(printedLabels(text), ['pos', 'neg'], text);
  assert.deepEqual(printedLabels('{0: 0.9, 1: 0.1}'), ['0', '1']);
  assert.deepEqual(printedLabels(String.raw`{"it's": 0.5, 'a\'b: 0.5, c': 0.5}`), ["it's", "a'b: 0.5, c"]);
});

test('templates, sets, and dicts of anything but numbers are none', () => {
  for (const text of ['{name}', '{1, 2}', "{'a': 'b'}", "{'a': {'b': 0.5}}", "{'a': 0.5} and more", '{}', "[{'label': 'a'}]"]) {
    assert.equal(isPrintedDict(text), false, text);
    assert.equal(printedLabels(text), null, text);
  }
});
