import type { Dataset } from '../../core/dataset.ts';
import type { Expectations } from '../../core/expectations.ts';
import { nearestName } from '../../core/nearestName.ts';
import type { RawFinding } from '../check.ts';
import { listed, quoted } from './words.ts';

/** Columns that are missing, foreign, or stand in another order than is expected. */
export function* columnFindings({ columns }: Dataset, { columns: expected = {}, otherColumns = true, ordered = false }: Expectations): Generator<RawFinding> {
  const names = columns.map(({ name }) => name);
  const wanted = Object.keys(expected);
  const foreign = names.filter((name) => !wanted.includes(name));
  for (const column of wanted.filter((name) => !names.includes(name) && !expected[name]!.optional)) {
    const nearest = nearestName(column, foreign);
    yield {
      scope: 'dataset', score: 1, rows: [],
      message: `The column ${quoted(column)} is missing, which winnow.json expects.${nearest === undefined ? '' : ` The file has ${quoted(nearest)}.`}`,
      evidence: { rule: 'column', column, ...(nearest !== undefined && { nearest }) },
    };
  }
  for (const column of otherColumns ? [] : foreign) {
    yield { scope: 'column', score: 0.8, column, rows: [], message: `winnow.json does not expect a column ${quoted(column)}.`, evidence: { rule: 'otherColumns' } };
  }
  const there = wanted.filter((name) => names.includes(name));
  const order = names.filter((name) => there.includes(name));
  if (ordered && order.some((name, place) => name !== there[place])) {
    yield {
      scope: 'dataset', score: 0.8, rows: [],
      message: `The columns stand in another order than winnow.json expects: ${listed(order.map(quoted))} instead of ${listed(there.map(quoted))}.`,
      evidence: { rule: 'ordered', found: order, expected: there },
    };
  }
}
