import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksStored, readStoredProfile, type StoredProfile, writeStoredProfile } from '../../src/core/storedProfile.ts';
import { noRoles } from '../../src/core/roles.ts';

const profile: StoredProfile = {
  dataset: 'a.csv',
  rows: 12,
  roles: { ...noRoles, label: 'sort', content: ['text'] },
  columns: [
    {
      name: 'sort',
      type: 'text',
      missing: 1,
      distinct: 3,
      values: new Map([
        ['b', 4],
        ['__proto__', 5],
        ['a "quoted"', 2],
      ]),
      others: 3,
    },
    {
      name: 'age',
      type: 'number',
      missing: 0,
      distinct: 12,
      spread: { count: 12, mean: 40.123456789, deviation: 9.87654321, quantiles: [20, 40.123456789, 60] },
    },
    {
      name: 'when',
      type: 'timestamp',
      missing: 0,
      distinct: 2,
      shape: '9999-99-99',
      spread: { count: 12, mean: 1704067200123, deviation: 1000, quantiles: [1704067200000, 1704067201000] },
    },
    { name: 'nested', type: 'struct', missing: 2, distinct: 9 },
  ],
};

test('a stored profile reads back as it was, to six digits of each column’s range', () => {
  const text = writeStoredProfile(profile);
  assert.ok(looksStored(text));
  const read = readStoredProfile(text);
  assert.deepEqual(read.roles, profile.roles);
  assert.deepEqual(
    read.columns.map(({ name, type, missing, distinct, others, shape }) => ({ name, type, missing, distinct, others, shape })),
    profile.columns.map(({ name, type, missing, distinct, others, shape }) => ({ name, type, missing, distinct, others, shape })),
  );
  assert.deepEqual([...read.columns[0]!.values!].sort(), [...profile.columns[0]!.values!].sort());
  assert.deepEqual(read.columns[1]!.spread, { count: 12, mean: 40.1235, deviation: 9.8765, quantiles: [20, 40.1235, 60] });
  assert.deepEqual(read.columns[2]!.spread!.quantiles, [1704067200000, 1704067201000]);
  assert.equal(writeStoredProfile(read), writeStoredProfile(readStoredProfile(writeStoredProfile(read))));
});

test('values stand one on a line, sorted, so that a changed count changes one line', () => {
  const changed = {
    ...profile,
    columns: profile.columns.map((column) =>
      column.name === 'sort'
        ? {
            ...column,
            values: new Map([
              ['__proto__', 5],
              ['a "quoted"', 2],
              ['b', 9],
            ]),
          }
        : column,
    ),
  };
  const [before, after] = [writeStoredProfile(profile).split('\n'), writeStoredProfile(changed).split('\n')];
  assert.deepEqual(after.filter((line, index) => line !== before[index]), ['        "b": 9']);
});

test('a damaged profile, one of another version and one without columns say what to do', () => {
  assert.throws(() => readStoredProfile('{"winnowProfile": 1,'), /damaged .*winnow profile FILE --save/s);
  assert.throws(() => readStoredProfile('{"winnowProfile": 7, "rows": 1, "columns": []}'), /version 7, and this Winnow reads version 1/);
  assert.throws(() => readStoredProfile('{"winnowProfile": 1, "rows": 1, "columns": []}'), /names no columns/);
  assert.throws(() => readStoredProfile('{"winnowProfile": 1, "rows": 1, "columns": [{"name": 3}]}'), /lacks its name/);
  const column = (more: string): string => `{"winnowProfile": 1, "rows": 10, "columns": [{"name": "age", "missing": 0, "distinct": 5, ${more}}]}`;
  assert.throws(() => readStoredProfile(column('"type": "nummer"')), /“age” in the profile is of a type that is not known, "nummer"\. Save it again/);
  assert.throws(
    () => readStoredProfile(column('"type": "number", "count": 10, "mean": 1, "deviation": 0, "quantiles": [1, null]')),
    /“age” in the profile has quantiles/,
  );
  assert.throws(() => readStoredProfile(column('"type": "text", "values": {"a": "many"}')), /“age” in the profile has values that are not counted/);
  assert.equal(readStoredProfile(column('"type": "number"')).columns[0]!.spread, undefined, 'a column without any number has none');
});
