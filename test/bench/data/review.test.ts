import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import Papa from 'papaparse';
import { seed } from './benchData.ts';
import { type Review, reviewColumnNames, reviews } from './review.ts';
import { csvHeader, toCsvRecord } from './writeText.ts';

/** The first rows of a seed, and the CSV that they make: a megabyte. */
function firstMegabyte(of: number): { rows: Review[]; csv: string } {
  const rows: Review[] = [];
  let csv = csvHeader;
  for (const review of reviews(of)) {
    rows.push(review);
    csv += toCsvRecord(review);
    if (csv.length >= 1_000_000) break;
  }
  return { rows, csv };
}

const { rows, csv } = firstMegabyte(seed);

test('a seed makes the same file each time: other bytes ask for another generatorVersion', () => {
  assert.equal(createHash('sha256').update(csv).digest('hex'), '646de6d6f9e436dc35fb7c1f97046369f0d82a18a4271dd099fc6c5ac5c3e75a');
  assert.notEqual(firstMegabyte(seed + 1).csv, csv);
});

test('the CSV parses to what was generated', () => {
  const parsed = Papa.parse<string[]>(csv, { skipEmptyLines: true });
  assert.deepEqual(parsed.errors, []);
  assert.deepEqual(parsed.data, [reviewColumnNames, ...rows.map((row) => reviewColumnNames.map((name) => String(row[name] ?? '')))]);
});

test('the rows have what makes data hard to read', () => {
  const texts = rows.map(({ text }) => text ?? '');
  const share = (fits: (text: string) => boolean): number => texts.filter(fits).length / texts.length;
  assert.ok(share((text) => text.includes('\n')) > 0.05);
  assert.ok(share((text) => text.includes('"')) > 0.02);
  assert.ok(share((text) => /[^\x20-\x7e\n]/.test(text)) > 0.3);
  assert.ok(Math.max(...texts.map(({ length }) => length)) > 4 * Math.min(...texts.filter((text) => text !== '').map(({ length }) => length)));
  assert.equal(new Set(rows.map(({ label }) => label)).size, 20 + 1);
  for (const name of ['text', 'label', 'country', 'confidence', 'votes', 'source_url'] as const) assert.ok(rows.some((row) => row[name] === null), name);
});

test('ids differ, and few texts repeat', () => {
  const many: Review[] = [];
  for (const review of reviews(seed)) if (many.push(review) >= 50_000) break;
  assert.equal(new Set(many.map(({ id }) => id)).size, many.length);
  const texts = many.map(({ text }) => text).filter((text) => text !== null);
  const repeated = texts.length - new Set(texts).size;
  assert.ok(repeated >= 3 && repeated < 50, `${repeated} texts repeat`);
});
