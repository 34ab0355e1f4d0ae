import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CardError, mergeCard, stampOfCard } from '../../../src/core/card/mergeCard.ts';

const stamp = { hash: 'sha256:00ff', bytes: 12, rows: 3 };
const sections = [{ name: 'composition', text: '## Composition\n\n3 rows' }, { name: 'issues', text: '## Known issues' }];

test('a measured section is written anew and all that people wrote around it stays', () => {
  const card =
    '# Data\n\nMine.\n\n<!-- winnow:begin composition -->\nold\n<!-- winnow:end composition -->\n\nMine too: <!-- a comment -->\n<!-- winnow:begin issues -->\n<!-- winnow:end issues -->\n';
  const merged = mergeCard(card, sections, stamp);
  assert.equal(
    merged,
    `# Data\n\nMine.\n\n<!-- winnow:begin composition -->\n## Composition\n\n3 rows\n<!-- winnow:end composition -->\n\nMine too: <!-- a comment -->\n<!-- winnow:begin issues -->\n## Known issues\n<!-- winnow:end issues -->\n\n<!-- winnow:card {"hash":"sha256:00ff","bytes":12,"rows":3,"sections":["composition","issues"]} -->\n`,
  );
});

test('writing a card again changes nothing', () => {
  const once = mergeCard('# Data\n', sections, stamp);
  assert.equal(mergeCard(once, sections, stamp), once);
});

test('a card that people wrote gets the measured sections at its end', () => {
  const merged = mergeCard('Only mine.', sections, stamp);
  assert.match(merged, /^Only mine\.\n\n<!-- winnow:begin composition -->/);
});

test('a section that a person took out stays out, and one that is new comes in', () => {
  const once = mergeCard('# Data\n', sections, stamp);
  const without = once.replace(/<!-- winnow:begin issues -->[^]*<!-- winnow:end issues -->\n/, '');
  const merged = mergeCard(without, [...sections, { name: 'versions', text: '## Versions' }], stamp);
  assert.doesNotMatch(merged, /Known issues/);
  assert.match(merged, /## Versions/);
  // It stays out the time after, too.
  assert.equal(mergeCard(merged, [...sections, { name: 'versions', text: '## Versions' }], stamp), merged);
});

test('a section that this version does not write stays as it is', () => {
  const card = '<!-- winnow:begin later -->\nof a later version\n<!-- winnow:end later -->\n';
  assert.match(mergeCard(card, sections, stamp), /^<!-- winnow:begin later -->\nof a later version\n<!-- winnow:end later -->/);
});

test('lines end as they did', () => {
  const merged = mergeCard('# Data\r\n\r\nMine.\r\n', sections, stamp);
  assert.doesNotMatch(merged, /[^\r]\n/);
  assert.equal(mergeCard(merged, sections, stamp), merged);
});

test('markers that do not match are told with their line, and nothing is merged', () => {
  const places: [string, number][] = [
    ['# Data\n<!-- winnow:begin issues -->\nmine?\n', 2],
    ['<!-- winnow:end issues -->', 1],
    ['<!-- winnow:begin issues -->\n<!-- winnow:begin composition -->\n', 2],
    ['<!-- winnow:begin issues -->\n<!-- winnow:end issues -->\n<!-- winnow:begin issues -->\n<!-- winnow:end issues -->', 3],
    ['\n<!-- winnow:card {"hash":1} -->', 2],
    ['<!-- winnow:card {oops} -->', 1],
  ];
  for (const [card, line] of places) assert.throws(() => mergeCard(card, sections, stamp), (error) => error instanceof CardError && error.line === line, card);
});

test('a card says which version it describes, and other Markdown says nothing', () => {
  assert.deepEqual(stampOfCard(mergeCard('', sections, stamp)), { ...stamp, sections: ['composition', 'issues'] });
  assert.equal(stampOfCard('# Data\n<!-- a comment -->'), null);
});
