import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainSpelling, readWrittenNumbers } from '../../../../src/checks/parts/drift/spelling.ts';

const counts = (of: Record<string, number>): Map<string, number> => new Map(Object.entries(of));

test('letter case, spaces and code points are named, each only where it matters', () => {
  const known = counts({ DE: 50, FR: 30, 'Côte d’Ivoire': 9 });
  assert.equal(explainSpelling(known, counts({ de: 5, fr: 3 }))?.name, 'letter case');
  assert.equal(explainSpelling(known, counts({ 'DE ': 5, FR: 3 }))?.name, 'surrounding space');
  assert.equal(explainSpelling(known, counts({ 'Co\u0302te d’Ivoire': 5 }))?.name, 'Unicode form');
  assert.equal(explainSpelling(known, counts({ ' de': 5, FR: 3 }))?.name, 'surrounding space and letter case');
  assert.match(
    explainSpelling(known, counts({ de: 5, fr: 3 }))!.sentence,
    /^8 rows write what the reference has in another way \(letter case\), as “de” for “DE”$/,
  );
});

test('values that the reference does not have in any writing are no spelling', () => {
  assert.equal(explainSpelling(counts({ DE: 50 }), counts({ BR: 5 })), undefined);
  assert.equal(explainSpelling(counts({ DE: 50 }), counts({ DE: 5 })), undefined);
  assert.equal(explainSpelling(counts({ DE: 50 }), counts({ de: 1, BR: 500 }))?.name, 'letter case');
});

test('the reference may be the side that writes in another way, where it does so in one row of a hundred', () => {
  assert.match(explainSpelling(counts({ DE: 50, de: 9 }), counts({ DE: 5 }))!.sentence, /^In the reference, 9 rows write/);
  assert.equal(explainSpelling(counts({ DE: 5000, de: 9 }), counts({ DE: 5 })), undefined);
});

test('numbers with a decimal comma and with commas between thousands are told apart by what the other side has', () => {
  const read = readWrittenNumbers(['1,5', '2,75', '3', '1.204,5'], 2);
  assert.equal(read?.how, 'a decimal comma');
  assert.deepEqual([...read.values], [1.5, 2.75, 3, 1204.5]);
  assert.equal(readWrittenNumbers(['1,234', '2,345', '9,876'], 2.3)?.how, 'a decimal comma');
  assert.equal(readWrittenNumbers(['1,234', '2,345', '9,876'], 2300)?.how, 'commas between thousands');
  assert.equal(readWrittenNumbers(['young', 'old', '1,5'], 2), null);
  assert.equal(readWrittenNumbers(['1', '2'], 2), null);
  assert.equal(readWrittenNumbers([], 2), null);
});
