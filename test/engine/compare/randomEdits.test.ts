import assert from 'node:assert/strict';
import test from 'node:test';
import type { ComparedRow } from '../../../src/protocol/compareMethods.ts';
import { compareTexts, csv } from './compareFiles.ts';

const columns = ['id', 'text', 'label', 'score', 'split'];
const labels = ['positive', 'neutral', 'negative'];

/** A row, and which row of the version before it was. */
interface Edited {
  readonly cells: string[];
  readonly from: number | null;
}

/** Numbers of 0–1 that are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function edit(seed: number): { before: string[][]; after: Edited[] } {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const row = (id: number): string[] => [
    `r${id}`,
    `text ${id} ${Math.floor(next() * 1e6)}, “quoted”\nand more`,
    pick(labels),
    (next() * 1000).toFixed(4),
    pick(['train', 'test']),
  ];
  const before = Array.from({ length: 20 + Math.floor(next() * 150) }, (_, index) => row(index));
  let after: Edited[] = before.map((cells, index) => ({ cells: [...cells], from: index + 1 }));
  after = after.filter(() => next() > 0.06);
  for (const { cells } of after) {
    if (next() > 0.15) continue;
    // Of text and score one stays: without a key, a row that kept nothing of its own is another row.
    const changed = new Set([pick([1, 2, 3, 4]), pick([2, 4])]);
    for (const column of changed)
      cells[column] =
        column === 2
          ? pick(labels.filter((label) => label !== cells[2]))
          : column === 4
            ? cells[4] === 'train'
              ? 'test'
              : 'train'
            : `${cells[column]}${column === 3 ? '7' : ' edited'}`;
  }
  for (let added = Math.floor(next() * 8); added > 0; added--) after.splice(Math.floor(next() * after.length), 0, { cells: row(10_000 + added), from: null });
  if (next() < 0.5) after.sort((a, b) => (a.cells[1]! < b.cells[1]! ? -1 : 1));
  return { before, after };
}

/** What was edited, in the words of a list of rows. */
function expected(before: readonly string[][], after: readonly Edited[]): string[] {
  const changed = after.flatMap(({ cells, from }, index) => {
    if (from === null) return [`added ${index + 1}`];
    const differing = columns.filter((_, column) => cells[column] !== before[from - 1]![column]);
    return differing.length === 0
      ? []
      : [
          `changed ${from} ${index + 1} ${differing
            .map((name) => `${name}=${cells[columns.indexOf(name)]}`)
            .sort()
            .join(';')}`,
        ];
  });
  const kept = new Set(after.map(({ from }) => from));
  return [...changed, ...before.flatMap((_, index) => (kept.has(index + 1) ? [] : [`removed ${index + 1}`]))].sort();
}

const told = ({ before, after, cells }: ComparedRow): string =>
  before === undefined
    ? `added ${after}`
    : after === undefined
      ? `removed ${before}`
      : `changed ${before} ${after} ${cells
          .map((cell) => `${cell.column}=${cell.after}`)
          .sort()
          .join(';')}`;

for (const key of [['id'], []]) {
  test(`exactly the edits that were made are found, ${key.length > 0 ? 'with a key' : 'by content'}`, async (t) => {
    for (let seed = 1; seed <= 25; seed++) {
      const { before, after } = edit(seed);
      const shown = key.length > 0 ? columns : columns.slice(1);
      const cut = (cells: readonly string[]): string[] => cells.slice(columns.length - shown.length);
      const compared = await compareTexts(t, csv(shown, before.map(cut)), csv(shown, after.map(({ cells }) => cut(cells))), { key });
      const found = [...(await compared.rows('changed')), ...(await compared.rows('added')), ...(await compared.rows('removed'))].map(told).sort();
      assert.deepEqual(found, expected(before, after), `seed ${seed}`);
      await compared.service.dispose();
    }
  });
}
