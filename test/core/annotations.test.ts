import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annotationCells, type AnnotationVote, voteOf } from '../../src/core/annotations.ts';
import { effectiveDecisions, type Decision } from '../../src/core/decision.ts';

let made = 0;
const annotate = (by: string, to: string | null, row = 'a', column = 'mood'): Decision => ({
  id: `01${String(++made).padStart(24, '0')}`, row: { id: row }, act: 'annotate', column, to, by, at: new Date(Date.UTC(2026, 0, 1, 0, 0, made)).toISOString(),
});

const votesIn = (decisions: readonly Decision[]): AnnotationVote[] => effectiveDecisions(decisions).flatMap((each) => voteOf(each) ?? []);

test('a second person’s value stands beside the first, and one’s own newer value replaces the older', () => {
  const decisions = [annotate('Ada', 'good'), annotate('Grace', 'bad'), annotate('Ada', 'fair'), annotate('Ada', 'good', 'b')];
  assert.deepEqual(votesIn(decisions).map(({ row, by, value }) => [row['id'], by, value]), [['a', 'Grace', 'bad'], ['a', 'Ada', 'fair'], ['b', 'Ada', 'good']]);
  const cells = annotationCells(effectiveDecisions(decisions).filter(({ row }) => row['id'] === 'a'));
  assert.deepEqual(cells.get('mood'), { values: ['fair', 'bad'], people: 2 });
});

test('people who agree fill in one value, and a value that is taken away is none', () => {
  const agreed = [annotate('Ada', 'good'), annotate('Grace', 'good')];
  assert.deepEqual(annotationCells(effectiveDecisions(agreed)).get('mood'), { values: ['good'], people: 2 });
  assert.deepEqual(votesIn([...agreed, annotate('Ada', null)]).map(({ by }) => by), ['Grace']);
});

test('a value that is retracted lets the one before it count', () => {
  const [first, second] = [annotate('Ada', 'good'), annotate('Ada', 'bad')];
  const retract: Decision = { id: '01ZZZZZZZZZZZZZZZZZZZZZZZZ', row: first.row, act: 'retract', retracts: second.id, at: '2026-02-01T00:00:00.000Z' };
  assert.deepEqual(votesIn([first, second, retract]).map(({ value }) => value), ['good']);
});
