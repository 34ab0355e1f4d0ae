import assert from 'node:assert/strict';
import test from 'node:test';
import type { Encoding } from '../../../src/core/dataset.ts';
import type { ColumnType } from '../../../src/core/schema.ts';
import { recordEditor } from '../../../src/formats/edit/recordEditor.ts';
import { encodeText } from '../../../src/formats/edit/recordText.ts';

const types: Record<string, ColumnType> = { id: 'integer', label: 'text', ok: 'boolean', tags: 'list', p: 'number' };
const columns = Object.entries(types).map(([name, type], index) => ({ name, index, type }));

function edit(record: string, values: Record<string, string | null>, added: Record<string, string | null> = {}, encoding: Encoding = 'utf-8'): string {
  const editor = recordEditor('jsonl', { encoding }, columns, Object.keys(added).map((name) => ({ name, type: name === 'excluded' ? 'boolean' : 'text' })));
  const cells = new Map(Object.entries(values).map(([name, value]) => [columns.findIndex((column) => column.name === name), value]));
  const bytes = editor.edit(encodeText(record, encoding), { cells, added: Object.values(added) });
  return Buffer.from(bytes).toString(encoding === 'utf-8' ? 'utf8' : 'latin1');
}

test('a value keeps the type of the one that it replaces, where its text can', () => {
  assert.equal(edit('{ "id" : 1.0 ,"label":"a"}', { id: '2.50' }), '{ "id" : 2.50 ,"label":"a"}');
  assert.equal(edit('{"id": 1}', { id: 'two' }), '{"id": "two"}');
  assert.equal(edit('{"id": 1}', { id: '01' }), '{"id": "01"}');
  assert.equal(edit('{"label": "1"}', { label: '2' }), '{"label": "2"}');
  assert.equal(edit('{"ok": true}', { ok: 'false' }), '{"ok": false}');
  assert.equal(edit('{"tags": ["a"]}', { tags: ' ["a", "b\\n c"]\n' }), '{"tags": ["a","b\\n c"]}');
  assert.equal(edit('{"tags": ["a"]}', { tags: 'a, b' }), '{"tags": "a, b"}');
  assert.equal(edit('{"label": "a"}', { label: null }), '{"label": null}');
});

test('what replaces a null takes the type of its column', () => {
  const nulls = '{"id":null,"label":null,"ok":null,"tags":null}';
  assert.equal(edit(nulls, { id: '7', label: '7', ok: 'true', tags: '[1]' }), '{"id":7,"label":"7","ok":true,"tags":[1]}');
  assert.equal(edit(nulls, { ok: 'maybe' }), '{"id":null,"label":null,"ok":"maybe","tags":null}');
});

test('of a repeated key the last one is edited, and a key in escapes is found', () => {
  assert.equal(edit('{"label": "a", "label": "b"}', { label: 'c' }), '{"label": "a", "label": "c"}');
  assert.equal(edit('{"l\\u0061bel": "a"}', { label: 'c' }), '{"l\\u0061bel": "c"}');
});

test('an absent key is added as the object is spaced', () => {
  assert.equal(edit('{"id":1,"label":"a"}', { ok: 'true' }), '{"id":1,"label":"a","ok":true}');
  assert.equal(edit('{"id": 1, "label": "a"}', { ok: 'true', p: '0.5' }), '{"id": 1, "label": "a", "ok": true, "p": 0.5}');
  assert.equal(edit('{"id": 1}', { ok: 'true' }), '{"id": 1, "ok": true}');
  assert.equal(edit('{"id":1}', { ok: 'true' }), '{"id":1,"ok":true}');
  assert.equal(edit('{\n  "id" : 1\n}', { ok: 'true' }), '{\n  "id" : 1,\n  "ok" : true\n}');
  assert.equal(edit('{\n  "id": 1,\n  "label": "a"\n}', { label: 'b', ok: 'true' }), '{\n  "id": 1,\n  "label": "b",\n  "ok": true\n}');
  assert.equal(edit('{}', { ok: 'true', p: '1' }), '{"ok": true, "p": 1}');
});

test('added columns are members at the end, left out where they have no value', () => {
  assert.equal(edit('{"id": 1, "label": "a"}', {}, { excluded: 'true', note: null }), '{"id": 1, "label": "a", "excluded": true}');
  assert.equal(edit('{"id": 1, "label": "a"}', {}, { excluded: null }), '{"id": 1, "label": "a"}');
});

test('strings are escaped as the object escapes its own, and where the encoding lacks a character', () => {
  assert.equal(edit('{"label": "gr\\u00fcn"}', { label: 'weiß 😀' }), '{"label": "wei\\u00df \\ud83d\\ude00"}');
  assert.equal(edit('{"label": "grün"}', { label: 'weiß' }), '{"label": "weiß"}');
  assert.equal(edit('{"label": "a\\/b"}', { label: 'c/d "e"\n' }), '{"label": "c\\/d \\"e\\"\\n"}');
  assert.equal(edit('{"label": "ü"}', { label: 'ä日€' }, {}, 'latin1'), '{"label": "ä\\u65e5\x80"}');
});

test('what cannot be read or written is refused in words', () => {
  assert.throws(() => edit('{"label": }', { label: 'a' }), { name: 'EditError', message: /cannot be read: Not a JSON object/ });
  assert.throws(() => edit('{"label": "a"}', { label: '\udc00' }), /surrogate/);
  assert.throws(() => recordEditor('jsonl', {}, columns).edit(Buffer.from([0x7b, 0xff, 0x7d]), { cells: new Map([[1, 'a']]) }), /not UTF-8/);
});
