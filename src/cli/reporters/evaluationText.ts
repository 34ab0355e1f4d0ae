import { countOf, formatCount } from '../../core/countWords.ts';
import type { EvaluatedClass, EvaluatedColumn, Evaluation, Share } from '../../core/evaluation.ts';
import type { EvaluatedDataset } from '../commands/evaluate.ts';
import { type Paint, painter, plain } from '../terminal.ts';
import { alignTable, shorten } from './table.ts';

const [mostClasses, mostConfusions, mostSegments] = [100, 10, 25];

/** How good predictions are, for people: one sentence, then tables of classes, confusions, segments, calibration and weak slices. */
export function textOfEvaluation({ path, dataset, evaluation }: EvaluatedDataset, withColours: boolean): string {
  const paint = painter(withColours);
  const heading = `${paint(plain(path), 'bold')}  ${formatCount(dataset.rows)} rows · label: ${plain(dataset.roles.label ?? 'none')} · predictions: ${plain(evaluation.words)}`;
  const sections = [
    heading, overall(evaluation), classes(evaluation, paint), confusions(evaluation, paint),
    ...evaluation.segments.map((column) => segments(column, paint)),
    calibration(evaluation, paint), slices(evaluation, paint),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function overall({ overall: all, split, splits, labelNoise, leftOut, notes }: Evaluation): string {
  const { accuracy, rows, correct } = all;
  const of = `${countOf(rows, 'row')}${split === null ? '' : ` of the split ${plain(split)}`}`;
  const others = splits.filter(({ rows: some }) => some > 0).map(({ value, rows: some }) => `${shorten(value)} ${formatCount(some)}`);
  return [
    `Right for ${formatCount(correct)} of ${of}: ${percent(accuracy.value)} (95 % interval ${percent(accuracy.low)} to ${percent(accuracy.high)}). Means over the classes: precision ${interval(all.macroPrecision)}, recall ${interval(all.macroRecall)}, F1 ${interval(all.macroF1)}.`,
    ...(labelNoise === null
      ? []
      : [
          plain(
            'words' in labelNoise ? labelNoise.words : `How many of these labels are wrong themselves is not known: ${labelNoise.why}.`,
          ),
        ]),
    ...(others.length > 0 ? [`Rows that can be measured: ${others.join(', ')}.`] : []),
    ...leftOut.map(({ why, rows: left }) => `Left out: ${countOf(left, 'row')}, since ${plain(why)}.`),
    ...notes.map((note) => plain(note)),
  ].join('\n');
}

function classes({ classes: all }: Evaluation, paint: Paint): string {
  const table = [
    ['class', 'rows', 'predicted', 'precision', 'recall', 'F1'],
    ...all
      .slice(0, mostClasses)
      .map((one: EvaluatedClass) => [
        `${shorten(one.name)}${one.isLabel ? '' : ' (no label)'}`,
        formatCount(one.support),
        formatCount(one.predicted),
        interval(one.precision),
        interval(one.recall),
        interval(one.f1),
      ]),
  ];
  return withHead(alignTable(table, [1, 2, 3, 4, 5]), all.length - mostClasses, paint);
}

function confusions({ confusions: all, cost, otherConfusions }: Evaluation, paint: Paint): string {
  const wrong = all.filter(({ label, predicted }) => label !== predicted).sort((a, b) => b.cost - a.cost || b.rows - a.rows);
  const table = [
    ['label', 'predicted', 'rows', 'cost'],
    ...wrong.slice(0, mostConfusions).map((one) => [shorten(one.label), shorten(one.predicted), formatCount(one.rows), amount(one.cost)]),
  ];
  const unnamed = cost.unnamed.slice(0, 5).map(({ label, predicted }) => `${shorten(label)} taken for ${shorten(predicted)}`);
  const lines = [
    `Errors cost ${amount(cost.total)}, ${amount(cost.mean)} a row${cost.valueColumn === undefined ? '' : `; the rows are worth ${amount(cost.value)}`}: ${plain(cost.basis)}.`,
    ...(unnamed.length > 0
      ? [
          `Not in the costs of winnow.json: ${unnamed.join(', ')}${cost.unnamed.length > 5 ? ` and ${formatCount(cost.unnamed.length - 5)} more` : ''}.`,
        ]
      : []),
  ];
  return [...lines, ...(wrong.length > 0 ? [withHead(alignTable(table, [2, 3]), wrong.length - mostConfusions + otherConfusions, paint)] : [])].join('\n');
}

function segments({ column, segments: all, otherRows }: EvaluatedColumn, paint: Paint): string {
  const table = [
    [shorten(column), 'rows', 'right', 'precision*', 'recall*', 'F1*', 'cost', 'p'],
    ...all
      .slice(0, mostSegments)
      .map(({ value, rows, accuracy, macroPrecision, macroRecall, macroF1, cost, p }) => [
        value === null ? '(missing)' : shorten(value),
        formatCount(rows),
        interval(accuracy),
        interval(macroPrecision),
        interval(macroRecall),
        interval(macroF1),
        amount(cost),
        p === null ? '–' : p < 0.001 ? '<.001' : p.toFixed(3),
      ]),
  ];
  const rest = otherRows > 0 ? `\n  ${countOf(otherRows, 'row')} of other values` : '';
  return `${withHead(alignTable(table, [1, 2, 3, 4, 5, 6, 7]), all.length - mostSegments, paint)}${rest}\n${paint('* Mean over the classes of the segment; --format json has each class.', 'dim')}`;
}

function calibration({ calibration: found }: Evaluation, paint: Paint): string {
  if (found === null)
    return 'How well the model knows how sure it is cannot be said: no column has the role probabilities, and no predicted label a confidence, that can be used.';
  const { ece, excess, rows, bins } = found;
  if (ece === null || excess === null) return 'How well the model knows how sure it is cannot be said: no row that is measured has probabilities.';
  const table = [
    ['probability', 'rows', 'mean', 'right'],
    ...bins
      .filter((bin) => bin.rows > 0)
      .map((bin) => [
        `${bin.from.toFixed(2)}–${bin.to.toFixed(2)}`,
        formatCount(bin.rows),
        percent(bin.confidence),
        interval(bin.accuracy),
      ]),
  ];
  const tendency = Math.abs(excess) < 0.005 ? '' : `, on average too ${excess > 0 ? 'sure' : 'unsure'} by ${percent(Math.abs(excess))}`;
  return `Calibration error (ECE, 15 bins) ${ece.toFixed(3)} over ${countOf(rows, 'row')}${tendency}; ${plain(found.words)}.\n${withHead(alignTable(table, [1, 2, 3]), 0, paint)}`;
}

function slices({ slices: all, slicing }: Evaluation, paint: Paint): string {
  if (slicing.why !== undefined) return `Weak slices were not looked for: ${plain(slicing.why)}.`;
  const omitted =
    slicing.omitted.length > 0
      ? `; ${formatCount(slicing.omitted.length)} more ${slicing.omitted.length === 1 ? 'column was' : 'columns were'} left out`
      : '';
  const looked = `${formatCount(slicing.evaluated)} slices of at least ${formatCount(slicing.support)} rows, by ${countOf(slicing.columns.length, 'column')}${omitted}`;
  if (all.length === 0) return `No weak slice among ${looked}.`;
  const table = [
    ['rows', 'wrong', 'elsewhere', 'score', 'p', 'weak slice'],
    ...all.map(({ rows, error, elsewhere, score, p, words }) => [
      formatCount(rows),
      interval(error),
      percent(elsewhere),
      score.toFixed(2),
      p < 0.001 ? '<.001' : p.toFixed(3),
      plain(words),
    ]),
  ];
  return `Weakest of ${looked}; p times as many:\n${withHead(alignTable(table, [0, 1, 2, 3, 4]), 0, paint)}`;
}

function withHead(lines: readonly string[], more: number, paint: Paint): string {
  return [...lines.map((line, index) => (index === 0 ? paint(line, 'dim') : line)), ...(more > 0 ? [`  … ${formatCount(more)} more`] : [])].join('\n');
}

function interval({ value, low, high }: Share): string {
  return value === null ? '–' : `${percent(value)} (${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)})`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

function amount(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}
