import { type ColumnDrift, type DriftLimits, fewestValues } from '../../../core/drift.ts';
import { isNumeric, isTemporal } from '../../../core/schema.ts';
import type { Checkpoint } from '../../../learn/checkpoint.ts';
import { formatCount, quoted } from '../words.ts';
import type { ColumnKind } from './columnKind.ts';
import { type Compared, compareNumbers } from './compareNumbers.ts';
import { compareCategories } from './compareCategories.ts';
import { type ColumnPair, isAlike } from './compareSchema.ts';
import { classifyDomain } from './domainClassifier.ts';
import type { DriftSide, DriftSides, Spread, ValueCounts } from './driftSide.ts';
import { readWrittenNumbers } from './spelling.ts';
import { explainUnit } from './unitFactor.ts';

/** Texts of a side that the classifier learns from. */
const mostTexts = 2000;
/** The classifier must also be this many standard deviations from chance: a few texts are told apart by luck. */
const leastDeviations = 2.33;

export type ColumnResult = Compared & Pick<ColumnDrift, 'unseen' | 'unseenValues' | 'spelling' | 'kind'>;

const plain = { unseen: [], unseenValues: 0 } as const;

/** Compares one column in the way of its kind on the reference; null where the sides have nothing in common that could be compared. */
export async function compareColumn(
  { reference, current }: DriftSides,
  pair: ColumnPair,
  kind: ColumnKind,
  limits: DriftLimits,
  checkpoint: Checkpoint,
): Promise<ColumnResult | null> {
  const [before, now] = [pair.reference.name, pair.current.name];
  if (kind === 'text') return compareTexts(reference, current, pair, limits, checkpoint);
  if (kind === 'category') {
    const numeric = isNumeric(pair.reference.type) && isNumeric(pair.current.type);
    const [first, second] = [await reference.counts(before), await current.counts(now)];
    return { kind, ...compareCategories(numeric ? byNumber(first) : first, numeric ? byNumber(second) : second, reference.rows, limits) };
  }
  if (!isAlike(pair.reference.type, pair.current.type))
    return isNumeric(pair.reference.type) || isNumeric(pair.current.type) ? compareWritten(reference, current, pair, limits) : null;
  const [first, second] = [await reference.spread(before, kind), await current.spread(now, kind)];
  const compared = compareNumbers(first, second, reference.rows, limits);
  if (kind === 'number' && compared.drifted) return { kind, ...plain, ...explained(compared, first, second, reference.rows, limits) };
  if (kind === 'time') return { kind, ...plain, ...compared, ...(await timeSpelling(reference, current, pair)) };
  return { kind, ...plain, ...compared };
}

/** Numbers of another unit are compared in the reference's; a factor that is no known unit is only told. */
function explained(compared: Compared, reference: Spread, current: Spread, referenceRows: number, limits: DriftLimits): Compared & Partial<ColumnResult> {
  const against = (values: Float64Array): Compared => compareNumbers(reference, { ...current, values }, referenceRows, limits);
  const unit = explainUnit(reference.values, current.values, (values) => against(values).drifted);
  if (!unit?.convert) return { ...compared, ...(unit && { spelling: unit.sentence }) };
  return { ...against(current.values.map(unit.convert)), spelling: unit.sentence };
}

async function timeSpelling(reference: DriftSide, current: DriftSide, { reference: before, current: now }: ColumnPair): Promise<Partial<ColumnResult>> {
  if (!isTemporal(before.type) || !isTemporal(now.type)) return {};
  const [there, here] = [await reference.shape(before.name), await current.shape(now.name)];
  return there === undefined || here === undefined || there === here
    ? {}
    : { spelling: `Dates are written ${quoted(here)} here and ${quoted(there)} in ${reference.name} (9 for a digit, a for a word)` };
}

/** One side has numbers, the other texts: numbers too, perhaps, in another way of writing. */
async function compareWritten(
  reference: DriftSide,
  current: DriftSide,
  { reference: before, current: now }: ColumnPair,
  limits: DriftLimits,
): Promise<ColumnResult | null> {
  const isHere = !isNumeric(now.type);
  const numbers = await (isHere ? reference.spread(before.name, 'number') : current.spread(now.name, 'number'));
  const texts = await (isHere ? current.texts(now.name, mostTexts) : reference.texts(before.name, mostTexts));
  if (numbers.values.length === 0 || texts === null) return null;
  const read = readWrittenNumbers(texts, numbers.values[numbers.values.length >> 1]!);
  if (!read) return null;
  const all = isHere ? current.rows - now.missing : reference.rows - before.missing;
  const written: Spread = {
    values: read.values,
    count: texts.length < all ? all : read.values.length,
    tested: read.values.length,
    ...(read.values.length < all && { basis: `${formatCount(read.values.length)} of ${formatCount(all)} texts read as numbers` }),
  };
  const compared = isHere
    ? compareNumbers(numbers, written, reference.rows, limits)
    : compareNumbers(written, numbers, reference.rows, limits);
  return {
    kind: 'number',
    ...plain,
    ...compared,
    spelling: `Numbers are written with ${read.how} ${isHere ? 'here' : `in ${reference.name}`}, as ${quoted(read.example)}`,
  };
}

/** By a model that tells the sides apart; by how long the texts are where they were not kept. */
async function compareTexts(reference: DriftSide, current: DriftSide, pair: ColumnPair, limits: DriftLimits, checkpoint: Checkpoint): Promise<ColumnResult> {
  const kind = 'text';
  const [before, now] = [pair.reference.name, pair.current.name];
  const lengths = compareNumbers(await reference.spread(before, 'length'), await current.spread(now, 'length'), reference.rows, limits);
  const [there, here] = [await reference.texts(before, mostTexts), await current.texts(now, mostTexts)];
  if (lengths.tooFew) return { kind, ...plain, ...lengths };
  if (there === null || here === null)
    return {
      kind,
      ...plain,
      ...lengths,
      basis: `lengths alone, since texts are not stored${lengths.basis === undefined ? '' : `; ${lengths.basis}`}`,
    };
  const distinct = Math.min(new Set(there).size, new Set(here).size);
  if (distinct < fewestValues) return { kind, ...plain, ...lengths, basis: `lengths alone, since a side has ${distinct} different texts` };
  const domain = await classifyDomain(there, here, checkpoint);
  const drifted = domain.auroc > limits.auroc && domain.auroc - 0.5 > leastDeviations * domain.deviation;
  const [looked, all] = [there.length + here.length, reference.rows - pair.reference.missing + current.rows - pair.current.missing];
  const { values, median, bars, stability, lInfinity } = lengths;
  return {
    kind,
    ...plain,
    values,
    median,
    bars,
    stability,
    lInfinity,
    method: 'domain classifier',
    statistic: domain.auroc,
    drifted,
    terms: domain.terms,
    ...(looked < all && {
      sampled: { rows: looked, of: all },
      basis: `${formatCount(domain.texts.current)} different texts here and ${formatCount(domain.texts.reference)} there, sampled by a hash of the row number`,
    }),
  };
}

/** `1`, `1.0` and `01` are one number. */
function byNumber({ counts, others }: ValueCounts): ValueCounts {
  const merged = new Map<string, number>();
  for (const [value, count] of counts) {
    const number = Number(value);
    const name = Number.isNaN(number) ? value : String(number);
    merged.set(name, (merged.get(name) ?? 0) + count);
  }
  return { counts: merged, others };
}
