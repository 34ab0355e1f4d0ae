import { formatCount } from '../../core/countWords.ts';
import type { CheckContext } from '../check.ts';
import { numberIn, textIn } from './ask.ts';
import { readLabels, variantsOf } from './labels.ts';
import { canonicalLabel } from './labelVariants.ts';
import { isSurelyMissing } from './sentinels.ts';

/** Segments that are looked at one by one: the largest. */
const mostSegments = 2000;

/** The labelled rows that share one value of a segment column. */
export interface Segment {
  /** null: rows without a value. */
  readonly value: string | null;
  readonly rows: number;
  /** Rows by label; labels that none of them has are left out. */
  readonly labels: ReadonlyMap<string, number>;
}

/** How often each label occurs with each value of a segment column. Labels written differently count as one. */
export interface LabelsBySegment {
  readonly by: string;
  /** Rows with a label. */
  readonly rows: number;
  /** Rows by label, the most frequent first. */
  readonly labels: ReadonlyMap<string, number>;
  /** The largest first, at most 2,000. */
  readonly segments: readonly Segment[];
  /** How many there are in the file. */
  readonly allSegments: number;
  /** All the ways in which a label is written. */
  readonly written: ReadonlyMap<string, readonly string[]>;
}

/** The segment columns, but for the label itself. */
export function segmentColumns({ roles }: CheckContext['dataset']): string[] {
  return roles.segments.filter((column) => column !== roles.label);
}

/** Why there is nothing to cross, in words, for `needs`. */
export function needsSegments(dataset: CheckContext['dataset']): string | null {
  if (dataset.roles.label === undefined) return 'no column has the role label';
  return segmentColumns(dataset).length === 0 ? 'no column has the role segments' : null;
}

/** Counts labels by one segment column; read once a run. */
export function labelsBySegment(context: Pick<CheckContext, 'config' | 'relation' | 'signal' | 'shared'>, label: string, by: string): Promise<LabelsBySegment> {
  return context.shared(`labels by segment ${JSON.stringify([label, by])}`, () => read(context, label, by));
}

async function read(context: Pick<CheckContext, 'config' | 'relation' | 'signal'>, label: string, by: string): Promise<LabelsBySegment> {
  const all = await readLabels(context, label);
  const variants = variantsOf(all, context.config);
  const labels = new Map<string, number>();
  const written = new Map<string, string[]>();
  for (const { value, count } of all) {
    const name = canonicalLabel(variants, value);
    labels.set(name, (labels.get(name) ?? 0) + count);
    written.set(name, [...(written.get(name) ?? []), value]);
  }
  const segments: { value: string | null; rows: number; labels: Map<string, number> }[] = [];
  let allSegments = 0;
  for await (const chunk of context.relation.stream(countsSql(context.relation, label, by), [], context.signal)) {
    for (const row of chunk) {
      const value = textIn(row['segment']);
      const name = textIn(row['label'])!;
      if (isSurelyMissing(name)) continue;
      allSegments = numberIn(row['segments']);
      if (segments.length === 0 || segments[segments.length - 1]!.value !== value) segments.push({ value, rows: 0, labels: new Map() });
      const segment = segments[segments.length - 1]!;
      const count = numberIn(row['n']);
      const counted = canonicalLabel(variants, name);
      segment.rows += count;
      segment.labels.set(counted, (segment.labels.get(counted) ?? 0) + count);
    }
  }
  return {
    by, written, segments, allSegments,
    rows: all.reduce((sum, { count }) => sum + count, 0),
    labels: new Map([...labels].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))),
  };
}

/** A question: how many rows `n` have each `label` in each of the largest segments, segment by segment. */
function countsSql({ dialect, name }: CheckContext['relation'], label: string, by: string): string {
  const cells = `SELECT CASE WHEN NOT ${dialect.missing(by)} THEN ${dialect.text(by)} END AS segment, ${dialect.text(label)} AS label, count(*) AS n FROM ${name} WHERE NOT ${dialect.missing(label)} GROUP BY 1, 2`;
  return `WITH cells AS (${cells}),
    sizes AS (SELECT segment, sum(n) AS total FROM cells GROUP BY 1),
    largest AS (SELECT segment, total, count(*) OVER () AS segments FROM sizes ORDER BY total DESC, segment NULLS LAST LIMIT ${mostSegments})
    SELECT cells.segment, cells.label, cells.n, largest.segments FROM cells JOIN largest ON cells.segment IS NOT DISTINCT FROM largest.segment
    ORDER BY largest.total DESC, cells.segment NULLS LAST, cells.n DESC, cells.label`;
}

/** `, of the 2,000 largest of 31,000 segments`, where not all were looked at; else nothing. */
export function boundedWords({ segments, allSegments }: LabelsBySegment): string {
  if (segments.length >= allSegments) return '';
  return `, of the ${formatCount(segments.length)} largest of ${formatCount(allSegments)} segments`;
}
