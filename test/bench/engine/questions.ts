import { pathOf } from '../data/benchData.ts';
import { reviewColumnNames } from '../data/review.ts';
import type { Measurement } from '../measurement.ts';
import { withEngine } from '../processes/engineRun.ts';
import { duckDbTable, type EngineBench, type EnginePart, open, type Prepared, timed, withDuckDb } from './engineBench.ts';

const group = 'Questions over all rows';
const names = ['label histogram by country', 'find across all columns', 'find, next'] as const;
type Name = (typeof names)[number];
interface Times {
  readonly winnow: number[];
  readonly duckDb: number[];
}

/** Questions that look at every row, each put to a process that has just opened the file. */
export const questions: EnginePart = {
  name: 'questions',
  async measure(bench) {
    const prepared = await bench.prepared();
    bench.log('Questions');
    const times = new Map(names.map((name): [Name, Times] => [name, { winnow: [], duckDb: [] }]));
    for (let run = 1; run <= bench.runs; run++) {
      await measureRun(bench, prepared, times);
      bench.log(`  run ${run} of ${bench.runs}`);
    }
    return [...times].map(([name, { winnow, duckDb }]): Measurement => (
      { group, name, unit: 'ms', values: winnow, ...(duckDb.length > 0 && { yardstick: { name: 'DuckDB', values: duckDb } }) }
    ));
  },
};

async function measureRun(bench: EngineBench, { cacheFolder, database }: Prepared, times: ReadonlyMap<Name, Times>): Promise<void> {
  const view = { filters: [] };
  // A row far down has this, and no other.
  const text = `R${String(Math.ceil(bench.data.rows * 0.9)).padStart(9, '0')}`;
  await withEngine(bench.built, (engine) => withDuckDb(bench, database, async (duckDb) => {
    const { id } = await open(engine, bench, pathOf(bench.data.folder, 'csv'), cacheFolder);
    const add = async (name: Name, winnow: () => Promise<unknown>, sql?: string): Promise<void> => {
      times.get(name)!.winnow.push(await timed(winnow));
      if (sql !== undefined) times.get(name)!.duckDb.push(await duckDb.time(sql));
    };
    const find = (): Promise<unknown> => engine.call('find', { id, view, text, position: -1, backwards: false, columns: reviewColumnNames });
    const contains = reviewColumnNames.map((column) => `regexp_matches(CAST(${column} AS VARCHAR), '${text}', 'i')`).join(' OR ');
    await add(
      'label histogram by country',
      () => engine.call('crossTab', { id, column: 'label', by: 'country', filters: [], limit: 50 }),
      `SELECT country, label, count(*) FROM ${duckDbTable} GROUP BY ALL`,
    );
    await add('find across all columns', find, `SELECT rowid FROM ${duckDbTable} WHERE ${contains}`);
    await add('find, next', find);
  }));
}
