import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  columnsAt, layOutColumns, leftThatShows, maxSpacer, rowsAt, scrollOfTop, topOfScroll, topThatShows, verticalScale,
} from '../../../webview/grid/geometry.ts';

/** A small generator with a fixed seed, so that a failure can be seen again. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const rowHeight = 26;
const header = 66;

test('the spacer is never taller than a browser can hold, and shows rows one to one below that', () => {
  const random = seeded(1);
  for (let i = 0; i < 500; i++) {
    const rows = random(20_000_000);
    const scale = verticalScale(rows, rowHeight, header, 100 + random(1500));
    assert.ok(scale.spacer <= maxSpacer);
    if (rows * rowHeight <= maxSpacer && scale.maxTop > 0) assert.equal(scale.factor, 1);
    if (rows * rowHeight <= scale.body) assert.equal(scale.maxTop, 0);
  }
});

test('the native scrollbar at its ends means the exact first and last row', () => {
  const random = seeded(2);
  for (let i = 0; i < 500; i++) {
    const rows = 1 + random(50_000_000);
    const scale = verticalScale(rows, rowHeight, header, 100 + random(1500));
    assert.equal(topOfScroll(scale, 0), scale.maxTop === 0 ? scale.maxTop : 0);
    for (const rounding of [0, -0.5, 0.4]) {
      const top = topOfScroll(scale, Math.max(0, scale.spacer - scale.body) + rounding);
      assert.equal(top, scale.maxTop);
      assert.equal(rowsAt(top, scale.body, rowHeight, rows).last, rows);
    }
    assert.equal(rowsAt(0, scale.body, rowHeight, rows).first, 0);
  }
});

test('a top survives the way to the scrollbar and back', () => {
  const random = seeded(3);
  for (let i = 0; i < 500; i++) {
    const scale = verticalScale(1_000_000 + random(9_000_000), rowHeight, header, 800);
    const top = random(Math.floor(scale.maxTop));
    const back = topOfScroll(scale, scrollOfTop(scale, top));
    if (scrollOfTop(scale, top) < scale.maxTop / scale.factor - 1) assert.ok(Math.abs(back - top) < 1e-3, `${top} came back as ${back}`);
  }
});

test('the rows in view cover the body without a gap and none of them is out of sight', () => {
  const random = seeded(4);
  for (let i = 0; i < 1000; i++) {
    const rows = 1 + random(10_000_000);
    const scale = verticalScale(rows, rowHeight, header, 100 + random(1200));
    const top = Math.min(scale.maxTop, random(Math.ceil(scale.maxTop) + 1) + random(100) / 100);
    const { first, last, offset } = rowsAt(top, scale.body, rowHeight, rows);
    assert.ok(offset >= 0 && offset < rowHeight + 1e-6);
    assert.ok((first + 1) * rowHeight > top);
    assert.ok(last * rowHeight >= Math.min(top + scale.body, rows * rowHeight) - 1e-6);
    assert.ok((last - 1) * rowHeight < top + scale.body);
  }
});

test('revealing a row shows it whole, and leaves a row in sight where it is', () => {
  const random = seeded(5);
  for (let i = 0; i < 1000; i++) {
    const rows = 100 + random(10_000_000);
    const scale = verticalScale(rows, rowHeight, header, 200 + random(1000));
    const top = random(Math.floor(scale.maxTop));
    const position = random(rows);
    const next = topThatShows(position, top, rowHeight, scale, i % 2 === 0);
    assert.ok(position * rowHeight >= next - 1e-6 && (position + 1) * rowHeight <= next + scale.body + 1e-6);
    assert.ok(next >= 0 && next <= scale.maxTop);
    assert.equal(topThatShows(position, next, rowHeight, scale), next);
  }
});

test('the columns in view are those that show beside the frozen ones', () => {
  const random = seeded(6);
  for (let i = 0; i < 500; i++) {
    const widths = Array.from({ length: 1 + random(200) }, () => 40 + random(400));
    const layout = layOutColumns(widths, 1 + random(3));
    const view = 300 + random(1500);
    const left = random(Math.max(1, Math.floor(layout.totalWidth - view)));
    const { first, last } = columnsAt(layout, left, view);
    for (let column = layout.frozen; column < widths.length; column++) {
      const shows = layout.lefts[column + 1]! > left + layout.frozenWidth && layout.lefts[column]! < left + view;
      assert.equal(column >= first && column < last, shows, `column ${column}`);
    }
  }
});

test('revealing a column shows its start, and its end where it fits', () => {
  const random = seeded(7);
  for (let i = 0; i < 500; i++) {
    const layout = layOutColumns(Array.from({ length: 5 + random(100) }, () => 40 + random(400)), 2);
    const view = layout.frozenWidth + 100 + random(1000);
    const column = 2 + random(layout.lefts.length - 3);
    const left = leftThatShows(layout, column, random(Math.max(1, Math.floor(layout.totalWidth - view))), view);
    const start = layout.lefts[column]! - left;
    const end = layout.lefts[column + 1]! - left;
    assert.ok(start >= layout.frozenWidth - 1e-6, 'its start is not below the frozen columns');
    assert.ok(end <= view + 1e-6 || start <= layout.frozenWidth + 1e-6, 'its end is in view unless it is wider than the view');
  }
});

test('no rows and no columns have an empty view', () => {
  const scale = verticalScale(0, rowHeight, header, 700);
  assert.deepEqual(scale, { spacer: 0, factor: 0, maxTop: 0, body: 634 });
  assert.deepEqual(rowsAt(0, scale.body, rowHeight, 0), { first: 0, last: 0, offset: 0 });
  assert.equal(topOfScroll(scale, 0), 0);
  assert.deepEqual(columnsAt(layOutColumns([], 1), 0, 800), { first: 0, last: 0 });
});
