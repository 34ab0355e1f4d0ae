import assert from 'node:assert/strict';
import test from 'node:test';
import type { TextOptions } from '../../../src/core/dataset.ts';
import { EditError } from '../../../src/formats/edit/editError.ts';
import { recordEditor } from '../../../src/formats/edit/recordEditor.ts';
import { encodeText } from '../../../src/formats/edit/recordText.ts';

const columns = ['id', 'text', 'label'].map((name, index) => ({ name, index, type: 'text' as const }));

function edit(record: string, cells: Record<number, string | null>, options: TextOptions = {}, added?: (string | null)[]): string {
  const { encoding = 'utf-8', width = 3 } = { encoding: options.encoding, width: options.delimiter === '' ? 1 : 3 };
  const editor = recordEditor('csv', options, columns.slice(0, width));
  return Buffer.from(
    editor.edit(encodeText(record, encoding), {
      cells: new Map(Object.entries(cells).map(([column, value]) => [Number(column), value])),
      added,
    }),
  ).toString(encoding === 'utf-8' ? 'utf8' : 'latin1');
}

test('a quoted cell stays quoted, and another gets quotes only where it needs them', () => {
  assert.equal(edit('1, "a" ,good', { 2: 'bad' }), '1, "a" ,bad');
  assert.equal(edit('1,"a, b","good"', { 2: 'bad' }), '1,"a, b","bad"');
  assert.equal(edit('1,a,good', { 1: 'a, b', 2: 'bad' }), '1,"a, b",bad');
  assert.equal(edit('1,a,good', { 1: 'say "a"' }), '1,"say ""a""",good');
  assert.equal(edit('1,"a\r\n""b""\rc",good', { 2: 'bad' }), '1,"a\r\n""b""\rc",bad');
  assert.equal(edit('1,"a\r\n""b""\rc",good', { 1: 'x\ny' }), '1,"x\ny",good');
});

test('null is an empty cell, and the empty text two quotes', () => {
  assert.equal(edit('1,"a","good"', { 1: '', 2: null }), '1,"",');
  assert.equal(edit('1,,', { 1: '' }), '1,"",');
});

test('a record that is too short for an edited cell is filled up with empty ones', () => {
  assert.equal(edit('1', { 2: 'bad' }), '1,,bad');
  assert.equal(edit('1,2,3,4', { 2: 'bad' }), '1,2,bad,4');
});

test('a row of one column never becomes an empty line, which would be no row', () => {
  assert.equal(edit('a', { 0: null }, { delimiter: '' }), '""');
  assert.equal(edit('a, b', { 0: 'c, d' }, { delimiter: '' }), 'c, d');
  assert.throws(() => edit('a', { 0: null }, { delimiter: '', quote: '' }), EditError);
});

test('added cells stand at the end, quoted where all others are, in records that do not parse too', () => {
  assert.equal(edit('1,a,good', { 2: 'bad' }, {}, ['true', null]), '1,a,bad,true,');
  assert.equal(edit('"1","a","good"', {}, {}, ['true', null]), '"1","a","good","true",');
  assert.equal(edit('1,a', {}, {}, ['x, y']), '1,a,"x, y"');
  assert.equal(edit('1,"a" b,good', {}, {}, ['true']), '1,"a" b,good,true');
  assert.equal(edit('a, b', {}, { delimiter: '' }, ['true']), '"a, b",true');
  assert.equal(edit('', {}, { delimiter: '' }, ['true']), ',true');
});

test('the header gets names at its end, above the columns that they name', () => {
  const header = (record: string, options: TextOptions = {}): string =>
    Buffer.from(recordEditor('csv', options, columns).header!(Buffer.from(record), ['excluded', 'x,y'])).toString();
  assert.equal(header('id,text,label'), 'id,text,label,excluded,"x,y"');
  assert.equal(header('"id","text","label"'), '"id","text","label","excluded","x,y"');
  assert.equal(header('id,text'), 'id,text,,excluded,"x,y"');
  assert.equal(header('id,text,label,,'), 'id,text,label,excluded,"x,y"');
  assert.equal(Buffer.from(recordEditor('tsv', { delimiter: '' }, columns.slice(0, 1)).header!(Buffer.from('id'), ['excluded'])).toString(), 'id\texcluded');
});

test('what cannot be written is refused in words', () => {
  assert.throws(() => edit('1,a,good', { 2: '日' }, { encoding: 'latin1' }), {
    name: 'EditError',
    message: /Latin-1 \(Windows-1252\), which has no “日” \(U\+65E5\)/,
  });
  assert.equal(edit('1,a,good', { 2: '€ü' }, { encoding: 'latin1' }), '1,a,\x80ü');
  assert.throws(() => edit('1,a,good', { 2: 'a\0' }), /NUL/);
  assert.throws(() => edit('1,a,good', { 2: '\ud800' }), /surrogate/);
  assert.throws(() => edit('1,a,good', { 2: 'a,b' }, { quote: '' }), /no quotes/);
  assert.throws(() => edit('1,"a" b,good', { 2: 'bad' }), /quotes are wrong/);
  assert.throws(() => edit('1,a,good', { 3: 'bad' }), /no column 4/);
});
