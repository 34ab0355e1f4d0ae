import { type ColumnDrift, type DriftLimits, type DriftReport, fewestValues } from '../../../core/drift.ts';
import { verdictOf } from '../../../core/verdict.ts';
import { within } from '../../../learn/checkpoint.ts';
import { holm } from '../../../stats/holm.ts';
import type { CheckContext } from '../../check.ts';
import { rowsWhere } from '../ask.ts';
import { pausing } from '../pause.ts';
import { countOf, listed, quoted } from '../words.ts';
import { type ColumnKind, kindOfColumn } from './columnKind.ts';
import { compareColumn } from './compareColumn.ts';
import { compareMissing } from './compareMissing.ts';
import { type ColumnPair, compareSchema } from './compareSchema.ts';
import { type DriftSides, labelOfSides } from './driftSide.ts';
import { columnMessage } from './driftWords.ts';

type Unworded = Omit<ColumnDrift, 'message'>;

/** Compares a dataset with its reference: what the checks find, the screen shows and the verdict rests on. */
export async function studyDrift(sides: DriftSides, limits: DriftLimits, asking: Pick<CheckContext, 'signal' | 'progress'>): Promise<DriftReport> {
  const { reference, current } = sides;
  const { differences, pairs } = compareSchema(reference, current);
  const notes = [...sides.notes];
  const wanted = pairs.flatMap((pair) => {
    const kind = kindOfPair(sides, pair);
    return typeof kind === 'string' ? [{ pair, kind }] : [];
  });
  const left = pairs
    .filter((pair) => kindOfPair(sides, pair) === null && !sides.dividing.includes(pair.current.name))
    .map(({ current: { name } }) => quoted(name));
  if (left.length > 0) notes.push(`Not compared, since they name rows, tell their time, are nested or have no values: ${listed(left, 8)}.`);
  const results: Unworded[] = [];
  const checkpoint = pausing(asking);
  for (const [index, { pair, kind }] of wanted.entries()) {
    asking.signal.throwIfAborted();
    const { name } = pair.current;
    asking.progress(index / wanted.length, `Comparing ${name}`);
    const result = await compareColumn(
      sides,
      pair,
      kind,
      limits,
      within(checkpoint, index / wanted.length, (index + 1) / wanted.length, `Comparing ${name}: `),
    );
    if (result) results.push({ column: name, role: roleOf(sides, name), ...result });
    else notes.push(`${quoted(name)} was not compared: ${await whyNotCompared(sides, pair, kind)}.`);
  }
  return reportOf(sides, limits, { schema: differences, missing: compareMissing(reference, current, pairs, limits), notes }, correct(results, limits));
}

async function whyNotCompared({ reference, current }: DriftSides, pair: ColumnPair, kind: ColumnKind): Promise<string> {
  if (kind === 'time') return 'one side has dates, the other texts that are not all dates of one form';
  for (const [side, { name, type }] of [[reference, pair.reference], [current, pair.current]] as const) {
    if (type === 'text' && (await side.texts(name, 1)) === null) return `it holds texts in ${side.name}, which stores none`;
  }
  return 'its types have nothing in common';
}

/**
 * How a column is compared; null where it is not. The kind on the reference decides. Columns by which the sides were
 * made differ by that alone; time moves by itself.
 */
export function kindOfPair({ reference, current, dividing }: DriftSides, pair: ColumnPair): ColumnKind | null {
  const { name } = pair.current;
  const apart = [current.roles.time, current.roles.split, reference.roles.time, reference.roles.split];
  if (dividing.includes(name) || apart.includes(name)) return null;
  const kind = kindOfColumn(pair.reference, { ...current.roles, label: labelOfSides(reference, current) });
  const here = kindOfColumn(pair.current, current.roles);
  if (here === null) return null;
  // What is a number on one side alone may be one in writing on the other.
  if (here === 'number' && kind !== 'number' && kind !== null) return pair.reference.type === 'text' ? 'number' : kind;
  // Dates that are texts on one side are of mixed forms: they say nothing as texts.
  if (kind !== here && (kind === 'time' || (here === 'time' && pair.reference.type === 'text'))) return 'time';
  if (kind === 'text' && here === 'category' && pair.current.type !== 'text') return 'category';
  return kind;
}

/** What a column of the current side is to a model. */
export function roleOf({ reference, current }: DriftSides, name: string): ColumnDrift['role'] {
  if (name === labelOfSides(reference, current)) return 'label';
  return name === current.roles.predicted ? 'predicted' : 'feature';
}

/** Holm's correction over the columns that were tested; the label is a question of its own. */
function correct(results: readonly Unworded[], limits: DriftLimits): Unworded[] {
  const tested = results.filter(({ role, p }) => role !== 'label' && p !== undefined);
  const adjusted = holm(tested.map(({ p }) => p!));
  return results.map((result) => {
    const adjustedP = result.role === 'label' ? result.p : adjusted[tested.indexOf(result)];
    return adjustedP === undefined ? result : { ...result, adjustedP, drifted: result.drifted && adjustedP <= limits.p };
  });
}

function reportOf(
  { reference, current }: DriftSides,
  limits: DriftLimits,
  parts: Pick<DriftReport, 'schema' | 'missing' | 'notes'>,
  results: readonly Unworded[],
): DriftReport {
  const columns = results
    .map((result): ColumnDrift => ({ ...result, message: columnMessage(result, reference.name, limits) }))
    .sort(byGravity);
  const tested = columns.filter(({ tooFew }) => !tooFew);
  const drifted = tested.filter((column) => column.drifted).length;
  const few = [current, reference].filter(({ rows }) => rows < fewestValues).map(({ name, rows }) => `${name} has ${countOf(rows, 'row')}`);
  const report: Omit<DriftReport, 'verdict'> = {
    ...parts,
    columns,
    drifted,
    notes: [...parts.notes, ...basisNotes(columns)],
    reference: { name: reference.name, rows: reference.rows },
    current: { name: current.name, rows: current.rows },
    tested: tested.length,
    datasetDrift: tested.length > 0 && drifted >= limits.datasetShare * tested.length,
    ...(few.length > 0 && { tooFew: `Too few to say: ${listed(few)}, and ${fewestValues} a side are wanted.` }),
  };
  return { ...report, verdict: verdictOf(report) };
}

/** What the columns rest on, those on the same together. */
function basisNotes(columns: readonly ColumnDrift[]): string[] {
  const byBasis = new Map<string, string[]>();
  for (const { column, basis } of columns) if (basis !== undefined) byBasis.set(basis, [...(byBasis.get(basis) ?? []), quoted(column)]);
  return [...byBasis].map(([basis, names]) => `${listed(names, 8)} ${names.length === 1 ? 'rests' : 'rest'} on ${basis}.`);
}

function byGravity(a: ColumnDrift, b: ColumnDrift): number {
  const rank = ({ role, drifted, spelling, unseen }: ColumnDrift): number =>
    role === 'label' ? 0 : drifted ? 1 : spelling !== undefined || unseen.length > 0 ? 2 : 3;
  return rank(a) - rank(b) || (b.stability ?? 0) - (a.stability ?? 0) || (a.column < b.column ? -1 : 1);
}

/** What the checks know of drift. */
export interface DriftStudy {
  readonly report: DriftReport;
  /** The rows of the dataset that were compared, as a boolean expression; all of them where it is absent. */
  readonly currentWhere?: string;
}

/** Rows that were compared and for which a condition holds. */
export function rowsHere(
  { relation, signal }: Pick<CheckContext, 'relation' | 'signal'>,
  { currentWhere }: DriftStudy,
  condition: string,
): Promise<Int32Array> {
  return rowsWhere(relation, `${condition}${currentWhere === undefined ? '' : ` AND (${currentWhere})`}`, signal);
}
