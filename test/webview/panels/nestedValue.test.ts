import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NumberText, parseNested } from '../../../webview/panels/nestedValue.ts';

const number = (text: string): NumberText => new NumberText(text);

test('numbers keep the text that the file has', () => {
  assert.deepEqual(parseNested('{"id":12345678901234567890,"list":[1.10,-0.0,1E5,0]}'), {
    id: number('12345678901234567890'),
    list: [number('1.10'), number('-0.0'), number('1E5'), number('0')],
  });
});

test('texts and names are told from numbers, whatever is in them', () => {
  assert.deepEqual(parseNested(String.raw`{"1":"2","n3":"n4","t\"5":"a\\","":[true,null,"-6 \"7\" 8"]}`), {
    1: '2',
    n3: 'n4',
    't"5': 'a\\',
    '': [true, null, '-6 "7" 8'],
  });
});

test('what is no list or record is none', () => {
  assert.deepEqual(['12', '"text"', 'null', '[1', '{a:1}', ''].map(parseNested), Array(6).fill(undefined));
});

test('a text of many megabytes is read', () => {
  const long = 'x\\n'.repeat(2_000_000);
  assert.deepEqual(parseNested(JSON.stringify([long, 1])), [long, number('1')]);
});
