import { evenly } from '../evenly.ts';
import { formatCount } from '../../core/countWords.ts';
import { hasProbabilities, type NoProbabilities, type OutOfSample } from '../../checks/outOfSample.ts';
import { likeliest, probabilityText } from '../../checks/parts/likeliest.ts';
import { formatNumber, quoted } from '../../checks/parts/words.ts';
import { marginOf, mostNext, type NextRow, type NextToLabel, type NoNext } from '../../core/nextToLabel.ts';
import { contentColumns } from '../../core/roles.ts';
import { within } from '../../learn/checkpoint.ts';
import { kCentre } from '../../learn/kCentre.ts';
import { eachBlock } from '../../learn/probabilityBlocks.ts';
import { breather } from '../labels/breather.ts';
import { readGivenLabels, positionOf } from '../labels/givenLabels.ts';
import type { LabelInput, Tell } from '../labels/labelInput.ts';
import { readTextsOf } from '../labels/rowTexts.ts';
import type { OpenTable } from '../openTable.ts';
import { readContentVectors } from './contentVectors.ts';

/** What a list of rows to label is made from. */
export interface NextSource extends LabelInput {
  readonly table: OpenTable;
  outOfSample(signal: AbortSignal, tell: Tell): Promise<OutOfSample | NoProbabilities>;
}

/** Rows among which unlike ones are looked for: so many for each that is wanted, and never more than these. */
const candidatesEach = 3;
const fewestCandidates = 50;
const mostCandidates = 5000;
const previewColumns = 4;
const previewLength = 200;
/** With more between the two likeliest labels, the second is not worth a word. */
const sureMargin = 0.5;

/** A row that might be named. */
interface Candidate {
  /** Its place among all readable rows. */
  readonly place: number;
  readonly row: number;
  readonly margin?: number;
  /** Its place among the probabilities. */
  readonly position?: number;
}

/**
 * Which unlabelled rows to label next: of those that the model is least sure of (the smallest margin between its two
 * likeliest labels), rows unlike one another (greedy k-centre), so that no two of them teach the same. Where nothing can
 * be learnt yet, rows unlike one another alone.
 */
export async function findNext(source: NextSource, asked: number, signal: AbortSignal, tell: Tell): Promise<NextToLabel | NoNext> {
  const { table, dataset, holding } = source;
  const count = Math.max(1, Math.min(mostNext, Math.trunc(asked)));
  const given = await readGivenLabels(table.relation, source, signal);
  const column = dataset.roles.label;
  if (column === undefined) return { why: 'no column has the role label: give one that role, it may be empty' };
  const rows = 'why' in given ? await table.relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${table.relation.name} ORDER BY _row`, signal) : given.rows;
  const hasClasses = !('why' in given);
  if (!hasClasses && !/has a label$/.test(given.why)) return { why: given.why };
  const aside = new Set([...holding].filter(([, decisions]) => decisions.some(({ act }) => act === 'exclude' || act === 'ambiguous')).map(([row]) => row));
  const open = [...rows.keys()].filter((place) => (!hasClasses || given.codes[place]! < 0) && !aside.has(rows[place]!));
  if (open.length === 0) return { why: `every row has a label in “${column}”, or was set aside` };
  const learnt = hasClasses ? await source.outOfSample(signal, (fraction, words) => tell(0.8 * fraction, words)) : { why: 'no row has a label yet' };
  const most = Math.min(mostCandidates, Math.max(fewestCandidates, candidatesEach * count));
  const checkpoint = breather(signal, tell);
  const sure = hasProbabilities(learnt) ? await unsure(learnt, open.map((place) => ({ place, row: rows[place]! })), most, signal) : [];
  const candidates = sure.length > 0 ? sure : evenly(open, most).map((place): Candidate => ({ place, row: rows[place]! }));
  const chosen = await spread(source, candidates, rows.length, count, signal, within(checkpoint, 0.85, 0.95));
  const why = hasProbabilities(learnt) ? 'the rows without a label are not among those that it was drawn for' : learnt.why;
  return {
    column, unlabelled: open.length, labelled: rows.length - open.length - aside.size,
    rows: await describe(source, chosen, hasProbabilities(learnt) ? learnt : null, signal),
    method: methodWords(sure.length > 0, chosen.by, candidates.length, why),
    ...(sure.length > 0 && hasProbabilities(learnt) && { source: learnt.source }),
    ...(sure.length === 0 && candidates.length < open.length && { looked: candidates.length }),
  };
}

function methodWords(isLearnt: boolean, by: string | null, candidates: number, why: string): string {
  const unlike = by === null ? 'in the order of the file' : 'each as unlike those before it as can be';
  return isLearnt
    ? `Of the ${formatCount(candidates)} rows without a label that the model is least sure of, ${by === null ? 'those it is least sure of' : unlike}.`
    : `Nothing is known of which label these rows have (${why}): rows without a label, ${unlike}.`;
}

/** The rows of smallest margin, smallest first; those without usable probabilities are left out. */
async function unsure({ rows, probabilities }: OutOfSample, open: readonly Candidate[], most: number, signal: AbortSignal): Promise<Candidate[]> {
  const wanted = new Map<number, Candidate>();
  for (const candidate of open) {
    const position = positionOf(rows, candidate.row);
    if (position >= 0) wanted.set(position, candidate);
  }
  const found: Candidate[] = [];
  const { classes } = probabilities;
  await eachBlock(probabilities, breather(signal), (block, from, to) => {
    for (let position = from; position < to; position++) {
      const candidate = wanted.get(position);
      const own = block.subarray((position - from) * classes, (position - from + 1) * classes);
      if (candidate && own.some((value) => value > 0)) found.push({ ...candidate, position, margin: marginOf(own) });
    }
  });
  return found.sort((a, b) => a.margin! - b.margin! || a.row - b.row).slice(0, most);
}

interface Chosen {
  readonly rows: readonly (Candidate & { readonly spread?: number })[];
  /** What told rows apart; null: nothing did. */
  readonly by: string | null;
}

async function spread(
  source: NextSource,
  candidates: readonly Candidate[],
  all: number,
  count: number,
  signal: AbortSignal,
  checkpoint: ReturnType<typeof within>,
): Promise<Chosen> {
  const inOrder = [...candidates.keys()].sort((a, b) => candidates[a]!.place - candidates[b]!.place);
  const vectors = await readContentVectors(
    source.table,
    source,
    Int32Array.from(inOrder, (index) => candidates[index]!.place),
    all,
    signal,
  );
  if (vectors === null) return { rows: candidates.slice(0, count), by: null };
  const centres = await kCentre(vectors.matrix, count, inOrder.indexOf(0), checkpoint);
  return {
    rows: centres.map(({ row, distance }) => ({ ...candidates[inOrder[row]!]!, ...(Number.isFinite(distance) && { spread: distance }) })),
    by: vectors.words,
  };
}

async function describe({ table, dataset }: NextSource, { rows }: Chosen, learnt: OutOfSample | null, signal: AbortSignal): Promise<NextRow[]> {
  const columns = contentColumns(dataset.columns.map(({ name }) => name), dataset.roles).slice(0, previewColumns);
  const texts = await readTextsOf(table, columns, rows.map(({ row }) => row), signal);
  const described: NextRow[] = [];
  for (const { row, margin, position, spread: distance } of rows) {
    const likely =
      learnt && position !== undefined
        ? likeliest(await learnt.probabilitiesOf(position), 2).map(({ label, probability }) => ({
            label: learnt.labels[label]!,
            probability,
          }))
        : [];
    const preview = (texts.get(row) ?? '').replace(/\s+/g, ' ').trim();
    described.push({
      row, likely,
      preview: preview.length > previewLength ? `${preview.slice(0, previewLength)}…` : preview,
      why: whyWords(likely, distance),
      ...(margin !== undefined && { margin }), ...(distance !== undefined && { spread: distance }),
    });
  }
  return described;
}

function whyWords(likely: NextRow['likely'], distance: number | undefined): string {
  const [first, second] = likely;
  const unlike =
    distance === undefined
      ? 'the first of them'
      : distance === 0
        ? 'the same as a row before it'
        : `${formatNumber(Number(distance.toPrecision(2)))} away from the rows before it`;
  if (!first) return unlike;
  const isSure = !second || first.probability - second.probability > sureMargin;
  return !isSure
    ? `either ${quoted(first.label)} (p ${probabilityText(first.probability)}) or ${quoted(second.label)} (p ${probabilityText(second.probability)})`
    : `most likely ${quoted(first.label)} (p ${probabilityText(first.probability)})`;
}
