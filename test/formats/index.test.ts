import assert from 'node:assert/strict';
import test from 'node:test';
import { formats, recogniseFormat } from '../../src/formats/index.ts';
import { looksLike } from '../../src/formats/wrongKind.ts';

const recognised = (name: string, head: string | Buffer): string | undefined => recogniseFormat(name, Buffer.from(head))?.id;

test('each format is recognised by its own extensions, in any case', () => {
  for (const format of formats) {
    for (const extension of format.extensions) {
      const head = format.id === 'json' ? '[{"a":1}]' : format.id === 'jsonl' ? '{"a":1}\n' : 'a,b\n1,2\n';
      assert.equal(recognised(`DATA${extension.toUpperCase()}`, head), format.id, extension);
    }
  }
});

test('content decides where it is certain', () => {
  assert.equal(recognised('data.csv', 'PAR1…'), 'parquet');
  assert.equal(recognised('data', 'ARROW1\0\0'), 'arrow');
  assert.equal(recognised('data', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x10, 1, 0, 0, 0])), 'arrow');
  assert.equal(recognised('data.json', '{"a":1}\n{"a":2}\n'), 'jsonl');
  assert.equal(recognised('data.jsonl', '[{"a":1}]'), 'json');
  assert.equal(recognised('data.json', '{"rows":[{"a":1}]}'), 'json');
  assert.equal(recognised('data.txt', '{"a":1}\n{"a":2}\n'), 'jsonl');
  assert.equal(recognised('data.txt', 'a,b\n'), 'csv');
});

test('a file with an ending of no format is read where its lines are those of a table alone', () => {
  const script = '#!/bin/sh\nset -e\necho "a, b"\nfor each in 1, 2; do echo $each; done\n';
  for (const name of ['run.sh', 'notes.md', 'run.sh.bak']) assert.equal(recognised(name, script), undefined, name);
  for (const name of ['run', 'notes.txt', 'NOTES.TXT', 'table.data', 'a.tab']) assert.ok(recognised(name, script), name);
  assert.equal(recognised('reviews.csv.bak', 'id,text\n1,"a, b"\n2,c\n'), 'csv');
  assert.equal(recognised('part.00001', Buffer.from('id;text\n1;a\n', 'utf16le')), 'csv');
  assert.equal(recognised('reviews.log', '{"a":1}\n{"a":2}\n'), 'jsonl');
});

test('what a file of another kind looks like is said in words', () => {
  assert.match(looksLike(Buffer.from('%PDF-1.7')) ?? '', /PDF/);
  assert.match(looksLike(Buffer.from([0x1f, 0x8b, 8, 0])) ?? '', /gzip/);
  assert.equal(looksLike(Buffer.from('MZ is how this text begins, and it goes on')), null);
  assert.equal(looksLike(Buffer.from('id,text\n1,a\n')), null);
  assert.equal(looksLike(Buffer.alloc(100)), 'binary data');
});
