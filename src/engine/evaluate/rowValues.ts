import { formatCount } from '../../core/countWords.ts';
import { readCodes } from '../../checks/parts/valueCodes.ts';
import type { EvaluationSource } from './evaluate.ts';

/** What rows are worth: the column with the role weight, times the weights of their segments in `winnow.json`. */
export interface RowValues {
  readonly valueColumn?: string;
  readonly of: (position: number) => number;
  readonly notes: readonly string[];
}

/** Reads what each of all readable rows is worth; 1 where nothing says otherwise. */
export async function readRowValues({ table, dataset, config }: EvaluationSource, rowCount: number, signal: AbortSignal): Promise<RowValues> {
  const { relation } = table;
  const column = dataset.roles.weight;
  const names = new Set(dataset.columns.map(({ name }) => name));
  const weighted = Object.entries(config.costs?.segments ?? {}).filter(([name]) => names.has(name));
  if (column === undefined && weighted.length === 0) return { of: () => 1, notes: [] };
  const values = new Float64Array(rowCount).fill(1);
  const notes: string[] = [];
  if (column !== undefined) {
    const [numbers = new Float64Array()] = await table.database.numbers(
      `SELECT CAST(${relation.dialect.number(column)} AS DOUBLE) FROM ${relation.name} ORDER BY _row`,
      signal,
    );
    let without = 0;
    numbers.forEach((value, position) => {
      if (!Number.isFinite(value)) without++;
      values[position] = Number.isFinite(value) ? value : 0;
    });
    if (without > 0)
      notes.push(
        `${formatCount(without)} ${without === 1 ? 'row has' : 'rows have'} no number in “${column}” and ${without === 1 ? 'counts' : 'count'} for nothing in what errors cost.`,
      );
  }
  for (const [name, weights] of weighted) {
    const known = Object.keys(weights);
    const codes = await readCodes(relation, name, known, rowCount, signal);
    codes.forEach((code, position) => {
      if (code >= 0) values[position]! *= weights[known[code]!]!;
    });
  }
  return { of: (position) => values[position]!, notes, ...(column !== undefined && { valueColumn: column }) };
}
