import { missingShare } from '../core/profile.ts';
import { holm } from '../stats/holm.ts';
import { twoProportionZ } from '../stats/twoProportionZ.ts';
import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { numberIn, rowsWhere, rowsWhereEach, textIn } from './parts/ask.ts';
import { findSentinels } from './parts/sentinels.ts';
import { formatShare, ofRows, quoted } from './parts/words.ts';

const defaults = {
  /** Share of a column's rows beyond which missing values are a finding. */
  maxShare: 0.05,
  /** For segments: significance, after Holm's correction over all segments and columns looked at. */
  segmentP: 0.01,
  /** For segments: least difference between the shares, and least number of rows that it is about. */
  segmentDifference: 0.05,
  segmentRows: 5,
};
type Options = typeof defaults;

/**
 * Missing values (null, absent, empty, blank): of a column beyond `maxShare`, of labels always, and of a segment whose
 * share differs from that of the other rows. And what stands for a missing value though it is written as one.
 * A column without any value is left to `constant-column`.
 */
export const missingValue = defineCheck({
  id: 'missing-value',
  title: 'Missing value',
  description: 'Cells without a value, or with a stand-in for one (N/A, -999): in many rows, in labels, or in one segment more than in others.',
  severity: 'warning',
  defaults,
  needs: () => null,
  async *run(context: CheckContext<Options>): AsyncGenerator<RawFinding> {
    const { progress } = context;
    progress(0, 'Missing values');
    yield* missingInColumns(context);
    progress(0.3, 'Words for missing values');
    yield* sentinelsInColumns(context);
    progress(0.7, 'Missing values of segments');
    yield* missingInSegments(context);
  },
});

/** Of several annotators, each labels some of the rows. */
const isVotes = ({ roles: { annotators } }: CheckContext<Options>['dataset'], column: string): boolean => annotators.length > 1 && annotators.includes(column);

async function* missingInColumns({ dataset, profiles, options, relation, signal }: CheckContext<Options>): AsyncGenerator<RawFinding> {
  const { label } = dataset.roles;
  const missed = dataset.columns.flatMap(({ name }) => profiles.get(name) ?? []).filter((profile) => {
    const missing = profile.nulls + profile.blanks;
    return missing > 0 && missing < profile.rows && !isVotes(dataset, profile.column) && (profile.column === label || missingShare(profile) > options.maxShare);
  });
  const lists = await rowsWhereEach(relation, missed.map(({ column }) => relation.dialect.missing(column)), dataset.records, signal);
  for (const [index, profile] of missed.entries()) {
    const { column } = profile;
    const missing = profile.nulls + profile.blanks;
    const isLabel = column === label;
    yield {
      scope: isLabel ? 'rows' : 'column',
      score: Math.max(missingShare(profile), isLabel ? 0.5 : 0),
      column,
      message: `${ofRows(missing, profile.rows)} ${missing === 1 ? 'has' : 'have'} no ${isLabel ? `label (${quoted(column)})` : quoted(column)}.`,
      rows: lists[index]!,
      evidence: { missing, rows: profile.rows, share: missingShare(profile), nulls: profile.nulls, blanks: profile.blanks },
    };
  }
}

async function* sentinelsInColumns(context: CheckContext<Options>): AsyncGenerator<RawFinding> {
  const { dataset, relation, signal } = context;
  const found = [...(await findSentinels(context))].flatMap(([column, sentinels]) => sentinels.map((sentinel) => ({ column, ...sentinel })));
  const lists = await rowsWhereEach(relation, found.map(({ condition }) => condition), dataset.records, signal);
  for (const [index, { column, text, count }] of found.entries()) {
    yield {
      scope: 'rows',
      score: Math.min(1, 0.5 + count / Math.max(1, dataset.rows)),
      column,
      message: `${quoted(text)} stands for a missing value of ${quoted(column)} in ${ofRows(count, dataset.rows)}.`,
      rows: lists[index]!,
      suggestion: { act: 'set', column, to: null },
      evidence: { sentinel: text, count, rows: dataset.rows },
    };
  }
}

interface SegmentTest {
  readonly column: string;
  readonly by: string;
  readonly value: string | null;
  readonly missing: number;
  readonly rows: number;
  readonly share: number;
  readonly restShare: number;
  readonly z: number;
  readonly p: number;
}

async function* missingInSegments(context: CheckContext<Options>): AsyncGenerator<RawFinding> {
  const { options } = context;
  const tests: SegmentTest[] = [];
  for (const by of context.dataset.roles.segments) tests.push(...(await testSegments(context, by)));
  const adjusted = holm(tests.map(({ p }) => p));
  const differing = tests.filter((test, index) => {
    const difference = Math.abs(test.share - test.restShare);
    return adjusted[index]! < options.segmentP && difference >= options.segmentDifference && difference * test.rows >= options.segmentRows;
  });
  for (const test of differing) {
    // Where one segment misses more, the others miss less: that is the same news.
    const hasHigher = differing.some((other) => other.column === test.column && other.by === test.by && other.z > 0);
    if (test.z > 0 || !hasHigher) yield segmentFinding(test, await segmentRows(context, test));
  }
}

async function testSegments({ dataset, profiles, relation, signal }: CheckContext<Options>, by: string): Promise<SegmentTest[]> {
  const { dialect, name } = relation;
  const columns = [...profiles.values()].filter((profile) => {
    const missing = profile.nulls + profile.blanks;
    return missing > 0 && missing < profile.rows && profile.column !== by && !isVotes(dataset, profile.column);
  });
  if (columns.length === 0) return [];
  const counts = columns.map(({ column }, index) => `sum(CASE WHEN ${dialect.missing(column)} THEN 1 ELSE 0 END) AS m${index}`);
  const segments = await relation.query(
    `SELECT ${dialect.text(by)} AS segment, count(*) AS n, ${counts.join(', ')} FROM ${name} GROUP BY 1 ORDER BY n DESC, segment`,
    [],
    signal,
  );
  return columns.flatMap((profile, index) =>
    segments.flatMap((segment): SegmentTest[] => {
      const rows = numberIn(segment['n']);
      const missing = numberIn(segment[`m${index}`]);
      const restRows = dataset.rows - rows;
      if (restRows === 0) return [];
      const restMissing = profile.nulls + profile.blanks - missing;
      const { z, p } = twoProportionZ(missing, rows, restMissing, restRows);
      return [{ column: profile.column, by, value: textIn(segment['segment']), missing, rows, share: missing / rows, restShare: restMissing / restRows, z, p }];
    }),
  );
}

async function segmentRows({ relation, signal }: CheckContext<Options>, test: SegmentTest): Promise<Int32Array> {
  const { dialect } = relation;
  const segment = dialect.text(test.by);
  const isSegment = test.value === null ? `${segment} IS NULL` : `${segment} = ${dialect.literal(test.value)}`;
  return rowsWhere(relation, `${dialect.missing(test.column)} AND ${isSegment}`, signal);
}

function segmentFinding(test: SegmentTest, rows: Int32Array): RawFinding {
  const value = test.value === null ? 'no value' : quoted(test.value);
  return {
    scope: 'segment',
    score: Math.abs(test.share - test.restShare),
    column: test.column,
    segment: { column: test.by, value: test.value },
    message: `Where ${quoted(test.by)} is ${value}, ${ofRows(test.missing, test.rows)} ${test.missing === 1 ? 'has' : 'have'} no ${quoted(test.column)}; elsewhere ${formatShare(test.restShare)}.`,
    rows,
    evidence: { missing: test.missing, rows: test.rows, share: test.share, restShare: test.restShare, z: test.z, p: test.p },
  };
}
