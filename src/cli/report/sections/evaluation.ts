import type { EvaluatedColumn, Evaluation } from '../../../core/evaluation.ts';
import { barChart } from '../charts/barChart.ts';
import { heatTable } from '../charts/heatTable.ts';
import { reliabilityChart } from '../charts/reliabilityChart.ts';
import { figure, figures, section, table } from '../figure.ts';
import { type Html, html, valueText } from '../html.ts';
import type { ReportFacts } from '../reportFacts.ts';
import { countOf, formatCount, intervalText, numberText, percentText, probabilityText } from '../words.ts';

const mostClasses = 25;
/** Of more classes, those most often confused are listed instead. */
const mostMatrix = 12;
const mostPairs = 20;
const mostSegments = 15;

/** Predictions held against labels. */
export function evaluationSection({ evaluation, messages }: ReportFacts): Html {
  if ('why' in evaluation) return section('evaluation', 'Evaluation', html`<p class="dim">Not measured: ${evaluation.why}.</p>`);
  const { overall, split, leftOut, notes, words, cost } = evaluation;
  return section('evaluation', 'Evaluation',
    html`<p class="lead">Right for <b>${percentText(overall.accuracy.value)}</b> of ${countOf(overall.rows, 'row')}${split !== null && ` of the split ${split}`} (95 % interval ${percentText(overall.accuracy.low)} to ${percentText(overall.accuracy.high)}). ${(messages.get('test-noise') ?? []).join(' ')}</p>`,
    html`<p>Predictions: ${words}. Means over the classes: precision ${intervalText(overall.macroPrecision)}, recall ${intervalText(overall.macroRecall)}, F1 ${intervalText(overall.macroF1)}. Errors cost ${numberText(cost.total)}, ${numberText(cost.mean)} a row: ${cost.basis}.</p>`,
    [...leftOut.map(({ rows, why }) => `Left out: ${countOf(rows, 'row')}, since ${why}.`), ...notes].map((note) => html`<p class="dim">${note}</p>`),
    figures([classFigure(evaluation), ...calibration(evaluation), ...evaluation.segments.map((column) => segmentFigure(column, overall.rows))]),
    matrix(evaluation), slices(evaluation));
}

function classFigure({ classes, overall }: Evaluation): Html {
  const shown = classes.slice(0, mostClasses);
  return figure({
    title: 'F1 by class',
    side: 'with 95 % intervals',
    basis: `Exact: over ${countOf(overall.rows, 'row')} with a label and a prediction.${classes.length > shown.length ? ` The ${mostClasses} most frequent of ${formatCount(classes.length)} classes.` : ''}`,
    chart: barChart({
      title: 'F1 by class',
      most: 1,
      end: '100 %',
      unit: 'F1',
      bars: shown.map(({ name, f1, support }) => ({
        name,
        amount: f1.value ?? 0,
        low: f1.low,
        high: f1.high,
        words: percentText(f1.value),
        note: `${name}: F1 ${intervalText(f1)}, ${countOf(support, 'row')}`,
      })),
    }),
    table: {
      header: ['class', 'rows', 'predicted', 'precision', 'recall', 'F1'],
      right: [1, 2, 3, 4, 5],
      rows: classes.map(({ name, isLabel, support, predicted, precision, recall, f1 }) => [
        `${valueText(name)}${isLabel ? '' : ' (no label)'}`,
        formatCount(support),
        formatCount(predicted),
        intervalText(precision),
        intervalText(recall),
        intervalText(f1),
      ]),
    },
  });
}

function calibration({ calibration: found }: Evaluation): Html[] {
  if (!found || found.ece === null || found.excess === null) return [];
  const { ece, excess, rows, bins, words } = found;
  const tendency = Math.abs(excess) < 0.005 ? '' : ` On average the model is too ${excess > 0 ? 'sure' : 'unsure'} by ${percentText(Math.abs(excess))}.`;
  return [
    figure({
      title: 'Reliability',
      side: `ECE ${ece.toFixed(3)}`,
      basis: `Exact: over ${countOf(rows, 'row')}; ${words}.${tendency} Grey bars: rows.`,
      chart: reliabilityChart('How often predictions are right, by how probable they are held', bins),
      table: {
        header: ['probability', 'rows', 'mean', 'right'],
        right: [1, 2, 3],
        rows: bins
          .filter((bin) => bin.rows > 0)
          .map((bin) => [
            `${bin.from.toFixed(2)}–${bin.to.toFixed(2)}`,
            formatCount(bin.rows),
            percentText(bin.confidence),
            intervalText(bin.accuracy),
          ]),
      },
    }),
  ];
}

function segmentFigure({ column, segments, otherRows }: EvaluatedColumn, measured: number): Html {
  const shown = segments.slice(0, mostSegments);
  return figure({
    title: `Right by ${column}`,
    side: 'with 95 % intervals',
    basis: `Exact: over ${countOf(measured, 'row')}.${segments.length > shown.length ? ` The ${mostSegments} largest of ${formatCount(segments.length)} values.` : ''}${otherRows > 0 ? ` ${countOf(otherRows, 'row')} of other values are not listed.` : ''}`,
    chart: barChart({
      title: `Accuracy by ${column}`,
      most: 1,
      end: '100 %',
      unit: 'share of predictions that are right',
      bars: shown.map(({ value, accuracy, rows }) => ({
        name: valueText(value),
        amount: accuracy.value ?? 0,
        low: accuracy.low,
        high: accuracy.high,
        words: percentText(accuracy.value),
        note: `${valueText(value)}: ${intervalText(accuracy)} of ${countOf(rows, 'row')}`,
      })),
    }),
    table: {
      header: [column, 'rows', 'right', 'precision (mean)', 'recall (mean)', 'F1 (mean)', 'cost', 'p (Holm)'],
      right: [1, 2, 3, 4, 5, 6, 7],
      rows: segments.map(({ value, rows, accuracy, macroPrecision, macroRecall, macroF1, cost, p }) => [
        valueText(value),
        formatCount(rows),
        intervalText(accuracy),
        intervalText(macroPrecision),
        intervalText(macroRecall),
        intervalText(macroF1),
        numberText(cost),
        p === null ? '–' : probabilityText(p),
      ]),
    },
  });
}

function matrix({ classes, confusions, otherConfusions }: Evaluation): Html {
  const shown = classes.map(({ name }) => name);
  if (shown.length > mostMatrix) {
    const wrong = confusions.filter(({ label, predicted }) => label !== predicted).sort((a, b) => b.rows - a.rows);
    const left = Math.max(0, wrong.length - mostPairs) + otherConfusions;
    return table(
      {
        header: ['label', 'predicted', 'rows', 'cost'],
        right: [2, 3],
        rows: wrong
          .slice(0, mostPairs)
          .map((one) => [valueText(one.label), valueText(one.predicted), formatCount(one.rows), numberText(one.cost)]),
        ...(left > 0 && { more: `${countOf(left, 'more confusion')} not listed.` }),
      },
      'Wrong predictions, the most frequent first',
    );
  }
  const rows = new Map(confusions.map((one) => [JSON.stringify([one.label, one.predicted]), one.rows]));
  const most = Math.max(1, ...confusions.filter(({ label, predicted }) => label !== predicted).map((one) => one.rows));
  return html`${heatTable({
    title: 'Confusion: rows by label and prediction', down: 'label', across: 'predicted', columns: shown,
    rows: shown.map((name) => ({ name, cells: shown.map((predicted) => {
      const count = rows.get(JSON.stringify([name, predicted])) ?? 0;
      return {
        words: count === 0 ? '' : formatCount(count),
        heat: name === predicted ? 0 : count / most,
        note: `${name} taken for ${predicted}: ${countOf(count, 'row')}`,
      };
    }) })),
  })}`;
}

function slices({ slices: all, slicing }: Evaluation): Html {
  const looked =
    slicing.why === undefined
      ? `${formatCount(slicing.evaluated)} slices of at least ${countOf(slicing.support, 'row')} were looked at.`
      : `Weak slices were not looked for: ${slicing.why}.`;
  return html`<h3>Weak slices</h3><p class="dim">${looked}${all.length === 0 && slicing.why === undefined && ' None is weak.'}</p>${
    all.length > 0 &&
    table(
      {
        header: ['where', 'rows', 'wrong', 'elsewhere', 'p'],
        right: [1, 2, 3, 4],
        rows: all.map((slice) => [
          valueText(slice.words, 200),
          formatCount(slice.rows),
          intervalText(slice.error),
          percentText(slice.elsewhere),
          probabilityText(slice.p),
        ]),
      },
      'Parts of the data in which the model is worst',
    )
  }`;
}
