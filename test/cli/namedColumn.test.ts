import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedColumn } from '../../src/cli/namedColumn.ts';
import { noRoles } from '../../src/core/roles.ts';
import type { Column } from '../../src/core/schema.ts';

const dataset = {
  columns: ['id', 'category', 'country'].map((name, index): Column => ({ name, index, type: 'text' })),
  roles: { ...noRoles, label: 'category' },
};

test('a column goes by its name, and by its role where no column has that name', () => {
  assert.equal(namedColumn(dataset, 'country'), 'country');
  assert.equal(namedColumn(dataset, 'label'), 'category');
});

test('a column that is not there is told with the one that was probably meant, else with those there are', () => {
  assert.throws(() => namedColumn(dataset, 'contry'), /^Error: There is no column “contry”: did you mean “country”\?$/);
  assert.throws(() => namedColumn(dataset, 'colour'), /^Error: There is no column “colour”; there are “id”, “category” and “country”\.$/);
  assert.throws(() => namedColumn(dataset, 'split'), /^Error: No column has the role split\. Name the column, or give it the role in winnow\.json\.$/);
});
