import { Random } from '../../../samples/generator/random.ts';
import type { View } from '../../../src/core/filter.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { pathOf, seed } from '../data/benchData.ts';
import { reviewColumnNames } from '../data/review.ts';
import type { Measurement } from '../measurement.ts';
import { withEngine } from '../processes/engineRun.ts';
import { duckDbTable, type DuckDbSession, type EngineBench, type EnginePart, open, type Prepared, timed, withDuckDb } from './engineBench.ts';

interface Kind {
  readonly name: string;
  readonly view: View;
  /** What DuckDB alone is asked, before LIMIT and OFFSET. */
  readonly sql: string;
  /** Milliseconds that windows after the first may take. */
  readonly atMost?: number;
  /** Windows a run that DuckDB alone is asked for: each sorts anew. */
  readonly yardsticks: number;
}

const group = 'Windows of 100 rows at random offsets';
const limit = 100;
const windowsPerRun = 20;
const filterLabel = 'warranty';

const kinds: readonly Kind[] = [
  { name: 'file order', view: { filters: [] }, sql: '', atMost: 15, yardsticks: 20 },
  {
    name: 'sorted by a number',
    view: { filters: [], sort: { column: 'confidence', descending: false } },
    sql: 'ORDER BY confidence',
    atMost: 50,
    yardsticks: 2,
  },
  {
    name: 'sorted by text',
    view: { filters: [], sort: { column: 'text', descending: false } },
    sql: 'ORDER BY text',
    atMost: 50,
    yardsticks: 2,
  },
  {
    name: 'filtered',
    view: { filters: [{ kind: 'values', column: 'label', values: [filterLabel] }] },
    sql: `WHERE label = '${filterLabel}'`,
    yardsticks: 5,
  },
];

interface Times {
  readonly first: number[];
  readonly later: number[];
  readonly yardstick: number[];
}

/** Scrolling: each window beside the same question put to DuckDB alone. */
export const windows: EnginePart = {
  name: 'windows',
  async measure(bench) {
    const prepared = await bench.prepared();
    bench.log('Windows');
    const times = new Map(kinds.map((kind): [Kind, Times] => [kind, { first: [], later: [], yardstick: [] }]));
    for (let run = 1; run <= bench.runs; run++) {
      await measureRun(bench, prepared, times, new Random(seed + run));
      bench.log(`  run ${run} of ${bench.runs}`);
    }
    return [...times].flatMap(([kind, { first, later, yardstick }]): Measurement[] => [
      { group, name: `${kind.name}, first`, unit: 'ms', values: first, yardstick: { name: 'DuckDB, OFFSET', values: yardstick } },
      {
        group, name: `${kind.name}, later`, unit: 'ms', values: later, yardstick: { name: 'DuckDB, OFFSET', values: yardstick },
        ...(kind.atMost !== undefined && { target: { of: 'median', atMost: kind.atMost } }),
      },
    ]);
  },
};

async function measureRun(bench: EngineBench, { cacheFolder, database }: Prepared, times: ReadonlyMap<Kind, Times>, random: Random): Promise<void> {
  await withEngine(bench.built, (engine) => withDuckDb(bench, database, async (duckDb) => {
    const { id } = await open(engine, bench, pathOf(bench.data.folder, 'csv'), cacheFolder);
    for (const [kind, found] of times) {
      let total = bench.data.rows;
      for (let count = 0; count <= windowsPerRun; count++) {
        const offset = random.integer(0, Math.max(0, total - limit));
        (count === 0 ? found.first : found.later).push(await timed(async () => (total = await askWindow(engine, id, kind, offset))));
        if (count < kind.yardsticks) found.yardstick.push(await askDuckDb(duckDb, kind, offset));
      }
    }
  }));
}

/** Rows in the view. */
async function askWindow(engine: EngineClient, id: number, { view }: Kind, offset: number): Promise<number> {
  return (await engine.call('window', { id, view, offset, limit, columns: reviewColumnNames })).total;
}

function askDuckDb(duckDb: DuckDbSession, { sql }: Kind, offset: number): Promise<number> {
  return duckDb.time(`SELECT * FROM ${duckDbTable} ${sql} LIMIT ${limit} OFFSET ${offset}`);
}
