import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { askOne, numberIn } from './parts/ask.ts';
import { formatCount, quoted } from './parts/words.ts';

const defaults = { minRows: 10 };
type Context = CheckContext<typeof defaults>;

/** Columns whose texts are added up in one question. */
const columnsAtATime = 64;
/** Hashes are cut to this size, so that their sum over many rows stays whole. */
const hashSize = 2_147_483_647;

/**
 * Columns that say the same in every row as one before them; the first of each group is the one that the others repeat.
 * Those that never change are `constant-column`'s, and annotators who agree in everything are no copies of one another.
 * Sums of hashes tell which may be alike; cells are then compared one by one.
 */
export const identicalColumns = defineCheck({
  id: 'identical-columns',
  title: 'Column that repeats another',
  description: 'Columns that say the same as another one in every row: they add nothing, and a model weighs them twice.',
  severity: 'info',
  defaults,
  needs: () => null,
  async *run(context): AsyncGenerator<RawFinding> {
    const { dataset, profiles, options } = context;
    if (dataset.rows < options.minRows) return;
    const names = dataset.columns.map(({ name }) => name).filter((name) => (profiles.get(name)?.distinct ?? 0) > 1);
    for (const alike of await groupsOf(context, names)) yield* identicalIn(context, alike);
  },
});

async function* identicalIn(context: Context, alike: readonly string[]): AsyncGenerator<RawFinding> {
  const { dataset, relation: { dialect, name: table }, relation, signal } = context;
  const annotators = new Set(dataset.roles.annotators);
  const firsts: string[] = [];
  for (const column of alike) {
    let same: string | undefined;
    for (const first of firsts) {
      if (annotators.has(first) && annotators.has(column)) continue;
      const { n } = await askOne(
        relation,
        `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE ${dialect.text(first)} IS DISTINCT FROM ${dialect.text(column)} LIMIT 1) AS different`,
        signal,
      );
      if (numberIn(n) === 0) same = first;
      if (same !== undefined) break;
    }
    if (same === undefined) firsts.push(column);
    else {
      yield {
        scope: 'column', score: 0.5, column, rows: [],
        message: `${quoted(column)} says the same as ${quoted(same)} in all ${formatCount(dataset.rows)} rows.`,
        evidence: { same, rows: dataset.rows },
      };
    }
  }
}

/** Columns that may be alike, two at least in each group. */
async function groupsOf({ relation, signal, progress }: Context, names: readonly string[]): Promise<string[][]> {
  const { dialect } = relation;
  const groups = new Map<string, string[]>();
  for (let first = 0; first < names.length; first += columnsAtATime) {
    const some = names.slice(first, first + columnsAtATime);
    progress(first / names.length, 'Columns that repeat others');
    const sums = some.map(
      (name, index) =>
        `CAST(sum(${dialect.hash([`CAST(_row AS VARCHAR)`, `coalesce(${dialect.text(name)}, '')`])} % ${hashSize}) AS VARCHAR) AS s${index}`,
    );
    const row = await askOne(relation, `SELECT ${sums.join(', ')} FROM ${relation.name}`, signal);
    some.forEach((name, index) => {
      const sum = String(row[`s${index}`]);
      const group = groups.get(sum);
      if (group) group.push(name);
      else groups.set(sum, [name]);
    });
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
