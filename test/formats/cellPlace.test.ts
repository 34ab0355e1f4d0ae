import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cellPlace, type CellPlace } from '../../src/formats/cellPlace.ts';

describe('the cell at a place of the text', () => {
  /** The place of the first occurrence of `at`. */
  const placeOf = (text: string, at: string): CellPlace | null => cellPlace(text, text.indexOf(at), {}, ',');

  const text = 'id,text,label\r\n1,"über, alles\n""so""",yes\r\n\r\n2,z😀 end,no\r\n3,too,many,fields\r\n4,last,maybe';

  it('is told by row and column, line ends and quotes inside cells counted right', () => {
    assert.deepEqual(placeOf(text, 'über'), { row: 1, column: 'text' });
    assert.deepEqual(placeOf(text, 'so""'), { row: 1, column: 'text' });
    assert.deepEqual(placeOf(text, 'yes'), { row: 1, column: 'label' });
    assert.deepEqual(placeOf(text, 'end'), { row: 2, column: 'text' });
    assert.deepEqual(placeOf(text, 'no\r'), { row: 2, column: 'label' });
    assert.deepEqual(placeOf(text, 'maybe'), { row: 4, column: 'label' });
  });

  it('takes a delimiter and a line end for a part of the cell before', () => {
    assert.deepEqual(placeOf(text, ',z'), { row: 2, column: 'id' });
    assert.deepEqual(cellPlace(text, text.indexOf('yes') + 3, {}, ','), { row: 1, column: 'label' });
    assert.deepEqual(cellPlace('a,b\n1,x', 7, {}, ','), null, 'behind the last character');
  });

  it('names the column in the header, which is no row', () => {
    assert.deepEqual(placeOf(text, 'label'), { row: null, column: 'label' });
    const titled = `made by hand\nid,label,score\n${'1,a,0.5\n2,b,0.25\n'.repeat(5)}`;
    assert.deepEqual(placeOf(titled, 'label'), { row: null, column: 'label' });
    assert.deepEqual(placeOf(titled, 'hand'), { row: null, column: null });
    assert.deepEqual(placeOf(titled, '0.25'), { row: 2, column: 'score' });
  });

  it('counts a record that is unreadable, and names no column in it', () => {
    assert.deepEqual(placeOf(text, 'fields'), { row: 3, column: null });
    assert.deepEqual(placeOf('id,label\n1,"a"b\n2,c\n', 'a"b'), { row: 1, column: null });
    assert.deepEqual(placeOf('id,label\n1,"a"b\n2,c\n', 'c'), { row: 2, column: 'label' });
  });

  it('is nothing on an empty line', () => {
    assert.equal(cellPlace(text, text.indexOf('\r\n\r\n') + 2, {}, ','), null);
  });

  it('goes by the options that are given', () => {
    assert.deepEqual(cellPlace('1|a,b\n2|c,d\n', 8, { delimiter: '|', header: false }, ','), { row: 2, column: 'column 2' });
  });
});
