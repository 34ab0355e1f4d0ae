import type { Distribution, HostDistributionMethods } from '../../../src/protocol/distributionMethods.ts';
import type { Handlers } from '../../../src/protocol/rpc.ts';
import type { MemoryTable } from './memoryTable.ts';

/** Distributions of a table in memory: by values alone, and without a test of what differs. */
export function memoryDistributions(table: MemoryTable): Handlers<HostDistributionMethods> {
  const counted = { rows: table.rows.length, of: table.rows.length, filtered: false, partial: false };
  const cell = (row: readonly (string | null)[], column: string): string | null => row[table.columns.indexOf(column)] ?? null;
  const valuesOf = (column: string): (string | null)[] => {
    const counts = new Map<string | null, number>();
    for (const row of table.rows) counts.set(cell(row, column), (counts.get(cell(row, column)) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
  };
  return {
    distribution: ({ of, by }): Distribution => {
      const values = valuesOf(of.column);
      const count = (rows: MemoryTable['rows']): number[] =>
        values.map((value) => rows.filter((row) => cell(row, of.column) === value).length);
      const segments = by.slice(0, 1).flatMap(({ column }) =>
        valuesOf(column).map((value) => {
          const rows = table.rows.filter((row) => cell(row, column) === value);
          return { parts: [{ kind: 'values' as const, column, values: [value] }], rows: rows.length, counts: count(rows), rest: 0 };
        }),
      );
      return {
        of,
        by,
        values: values.map((value) => ({ kind: 'values', column: of.column, values: [value] })),
        overall: count(table.rows),
        overallRest: 0,
        segments,
        allSegments: segments.length,
        matching: segments.length,
        differences: [],
        tested: 0,
        untested: 0,
        test: null,
        counted,
        notes: [],
      };
    },
    rankDivisions: ({ among }) => among.map((division) => ({ division, segments: valuesOf(division.column).length, test: null })),
    missingMatrix: ({ by }) => ({
      by,
      segments: [],
      allSegments: 0,
      columns: [{ column: 'score', missing: 4, perSegment: [] }],
      differences: [],
      tested: 0,
      counted,
    }),
  };
}
