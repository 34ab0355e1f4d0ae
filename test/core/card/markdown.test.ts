import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeMarkdown, markdownTable, markdownValue, percentText } from '../../../src/core/card/markdown.ts';

test('text of a dataset makes no HTML, link, image, table cell, marker or new line', () => {
  assert.equal(escapeMarkdown('<!-- winnow:end issues -->'), '&lt;!-- winnow:end issues --&gt;');
  assert.equal(escapeMarkdown('![x](http://a.example/b)'), '!\\[x\\](http\\://a.example/b)');
  assert.equal(escapeMarkdown('www.a.example & a@b.example'), 'www\\.a.example &amp; a\\@b.example');
  assert.equal(escapeMarkdown('a|b\nc\u202Ed'), 'a\\|b\uFFFDc\uFFFDd');
  assert.equal(escapeMarkdown('*a* _b_ `c` \\'), '\\*a\\* \\_b\\_ \\`c\\` \\\\');
  assert.equal(escapeMarkdown('# 1'), '\\# 1');
  assert.equal(escapeMarkdown('12. a'), '12\\. a');
});

test('plain words, names and numbers are written as they are', () => {
  for (const text of ['wait_minutes', 'data-2024.csv (old)', '3.5 %', 'Größe: 12']) assert.equal(escapeMarkdown(text), text);
});

test('a value shows its white space, its absence, and at most sixty characters', () => {
  assert.equal(markdownValue(null), '*(missing)*');
  assert.equal(markdownValue('refund '), '“refund ”');
  assert.equal(markdownValue(''), '“”');
  assert.equal([...markdownValue('🙂'.repeat(100))].length, 60);
});

test('a table has a line for each row, and columns of numbers flush right', () => {
  assert.equal(markdownTable(['a', 'n'], [['x', '1']], [1]), '| a | n |\n| --- | ---: |\n| x | 1 |');
  assert.equal(percentText(0.00001), '<0.1 %');
  assert.equal(percentText(null), '–');
});
