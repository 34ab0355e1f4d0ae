import type { Dataset } from '../core/dataset.ts';
import { type ColumnProfile, isCategorical } from '../core/profile.ts';
import { isNumeric } from '../core/schema.ts';
import { nearestRows, orderTest } from '../learn/orderTest.ts';
import { defineCheck, type RawFinding } from './check.ts';
import { orderVectors } from './parts/orderVectors.ts';
import { pausing } from './parts/pause.ts';
import { formatCount, formatNumber, listed, quoted } from './parts/words.ts';

/** With fewer rows, an order is told from chance by luck alone. */
const fewestRows = 50;
const neighbours = 10;
/** Categories with more values than this are not laid out. */
const mostValues = 50;

/**
 * Rows that stand near each other and are alike, more than in a shuffled order: sorted by a label or a source, a break in
 * how data was gathered, time that no column tells. Folds and splits by place are then not of one kind.
 */
export const orderDependence = defineCheck({
  id: 'order-dependence',
  title: 'Order means something',
  description: 'Rows that stand near each other are alike, so that parts of the file by their place are of different kinds.',
  severity: 'info',
  defaults: { p: 0.05, minStatistic: 0.1, maxRows: 1500 },
  needs: (dataset) => (dataset.rows < fewestRows ? `fewer than ${fewestRows} rows` : null),
  async *run(context): AsyncGenerator<RawFinding> {
    const { dataset, profiles, options } = context;
    const columns = orderedColumns(dataset, profiles);
    if (columns.length === 0) return context.skip('no column holds numbers or categories to tell rows apart by');
    const { vectors, width, numbers, rows } = await orderVectors(context, columns, Math.max(fewestRows, options.maxRows));
    if (width === 0 || rows < fewestRows) return context.skip('too few rows have values');
    const checkpoint = pausing(context);
    const nearest = await nearestRows(vectors, width, neighbours, () => checkpoint(0.5, 'Looking for rows that are alike'), numbers);
    const { statistic, p, nearness } = orderTest(nearest, neighbours);
    if (p >= options.p || statistic < options.minStatistic || nearness >= 1) return;
    const names = columns.map(({ column }) => column);
    yield {
      scope: 'dataset',
      score: Math.min(1, statistic),
      message: `Rows that are alike in ${listed(names.map(quoted), 4)} stand ${formatNumber(Number((1 / Math.max(nearness, 1e-3)).toPrecision(2)))} times as near to each other as in a shuffled order (Kolmogorov–Smirnov ${formatNumber(Number(statistic.toPrecision(3)))}, p ${formatNumber(Number(p.toPrecision(2)))} over 25 shuffles${rows < dataset.rows ? `, every ${formatCount(Math.ceil(dataset.records / rows))}th row` : ''}): shuffle before you split by place.`,
      rows: [],
      evidence: { statistic, p, nearness, columns: names, rows },
      ...(rows < dataset.rows && { basis: { kind: 'sample' as const, rows, of: dataset.rows, seed: 1 } }),
    };
  },
});

/** Numbers and categories that say what a row is about; what names or numbers rows, or tells their time or split, is in order by nature. */
function orderedColumns({ roles, rows }: Dataset, profiles: ReadonlyMap<string, ColumnProfile>): ColumnProfile[] {
  const apart = new Set([
    roles.id,
    roles.group,
    roles.time,
    roles.split,
    roles.embedding,
    roles.weight,
    ...roles.annotators,
    ...roles.probabilities,
    roles.predicted,
    roles.confidence,
  ]);
  return [...profiles.values()].filter((profile) => {
    if (apart.has(profile.column) || profile.distinct < 2) return false;
    if (isNumeric(profile.type)) return !(profile.type === 'integer' && profile.distinct >= 0.95 * rows);
    return isCategorical(profile) && profile.distinct <= mostValues;
  });
}
