import { barChart } from '../charts/barChart.ts';
import { heatTable } from '../charts/heatTable.ts';
import { figure, figures, section, table } from '../figure.ts';
import { type Html, html, valueText } from '../html.ts';
import type { ReportFacts } from '../reportFacts.ts';
import { countOf, formatCount, percentText } from '../words.ts';

const mostClasses = 25;
/** Of more labels, those most often confused are listed instead. */
const mostMatrix = 12;
const mostPairs = 20;

/** How far the labels can be trusted: by what a model says of them, and by how far annotators agree. */
export function qualitySection(facts: ReportFacts): Html {
  const { source, why = 'there are no probabilities', noise } = facts.health;
  if (!source) return section('quality', 'Label quality', html`<p>Wrong labels could not be estimated: ${why}.</p>`, annotation(facts));
  return section(
    'quality',
    'Label quality',
    noise &&
      html`<p class="lead">About <b>${percentText(noise.estimate)}</b> of the labels look wrong (95 % interval ${percentText(noise.low)} to ${percentText(noise.high)}${noise.before !== undefined && noise.before !== noise.estimate && `; ${percentText(noise.before)} before what was decided in review`}).</p>`,
    html`<p>Estimated by confident learning from ${source.words}, right for ${percentText(source.accuracy)} of ${countOf(source.rows, 'row')}.${source.suspects && ' The model is right too seldom to call the rows that it flags errors: they are suspects.'}</p>`,
    [...source.leftOut.map(({ rows, why: left }) => `Left out: ${countOf(rows, 'row')}, since ${left}.`), ...source.notes].map(
      (note) => html`<p class="dim">${note}</p>`,
    ),
    figures([noiseFigure(facts)]),
    matrix(facts),
    recall(facts),
    annotation(facts),
  );
}

function noiseFigure({ health: { classes, source } }: ReportFacts): Html {
  const worst = [...classes].sort((a, b) => b.noise - a.noise || b.rows - a.rows);
  const shown = worst.slice(0, mostClasses);
  const most = Math.max(0.01, ...shown.map(({ noise }) => noise));
  return figure({
    title: 'Labels that look wrong, by class',
    basis: `Estimated over ${countOf(source?.rows ?? 0, 'row')} with a label and probabilities.${worst.length > shown.length ? ` The worst ${mostClasses} of ${formatCount(worst.length)} classes.` : ''}`,
    chart: barChart({
      title: 'Estimated share of wrong labels by class',
      most,
      end: percentText(most),
      unit: 'share of the class’s rows',
      bars: shown.map(({ label, noise, rows }) => ({
        name: label,
        amount: noise,
        words: percentText(noise),
        note: `${label}: ${percentText(noise)} of ${countOf(rows, 'row')}`,
      })),
    }),
    table: {
      header: ['label', 'rows', 'estimated wrong', 'flagged', 'most likely confusion'],
      right: [1, 2, 3],
      rows: worst.map(({ label, rows, noise, flagged, confusion }) => [
        valueText(label),
        formatCount(rows),
        percentText(noise),
        formatCount(flagged),
        confusion ? `${valueText(confusion.label)} (${formatCount(confusion.rows)})` : '',
      ]),
    },
  });
}

function matrix({ health: { matrix: { labels, counts, otherLabels } } }: ReportFacts): Html | false {
  const pairs = labels
    .flatMap((label, down) => labels.map((suggested, across) => ({ label, suggested, rows: counts[down]?.[across] ?? 0 })))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows);
  if (pairs.length === 0) return false;
  if (labels.length + otherLabels > mostMatrix) {
    const more =
      pairs.length > mostPairs || otherLabels > 0
        ? {
            more: `${countOf(Math.max(0, pairs.length - mostPairs), 'more pair')} not listed${otherLabels > 0 ? `, nor ${countOf(otherLabels, 'label')} with fewer flagged rows` : ''}.`,
          }
        : {};
    return table(
      {
        header: ['label', 'suggested', 'rows'],
        right: [2],
        rows: pairs.slice(0, mostPairs).map(({ label, suggested, rows }) => [valueText(label), valueText(suggested), formatCount(rows)]),
        ...more,
      },
      'Rows that look wrong, by their label and the one suggested',
    );
  }
  const most = pairs[0]!.rows;
  return html`${heatTable({
    title: 'Rows that look wrong, by their label and the one suggested', down: 'label', across: 'suggested', columns: labels,
    rows: labels.map((name, down) => ({ name, cells: labels.map((suggested, across) => {
      const count = counts[down]?.[across] ?? 0;
      return { words: count === 0 ? '' : formatCount(count), heat: count / most, note: `${name}, rather ${suggested}: ${countOf(count, 'row')}` };
    }) })),
  })}`;
}

function recall({ health: { positions, position } }: ReportFacts): Html | false {
  if (positions.length === 0) return false;
  return html`<details><summary>How many rows to look at</summary>${table({
    header: ['rows listed', 'expected to be wrong', 'at least', 'of all wrong labels'],
    right: [0, 1, 2, 3],
    rows: positions.map(({ rows, expected, least, recall: share }, index) => [
      `${formatCount(rows)}${index === position ? ' (listed now)' : ''}`,
      formatCount(Math.round(expected)),
      formatCount(Math.round(least)),
      share === undefined ? '–' : percentText(share),
    ]),
  })}</details>`;
}

/** Who labelled is not named. */
function annotation({
  annotators: { annotators, votes, items, krippendorff, fleiss, disagreeing, method, why },
  decisions: { acts, people },
}: ReportFacts): Html {
  const measures = [['Krippendorff’s α', krippendorff] as const, ['Fleiss’ κ', fleiss] as const]
    .flatMap(([name, value]) => (value === null ? [] : [`${name} ${value.toFixed(3)}`]))
    .join(', ');
  const made = [...acts].map(([act, times]) => `${act} ${formatCount(times)}`).join(', ');
  return html`<h3>Annotators and review</h3>
<p>${
    annotators.length === 0
      ? `Agreement of annotators is not known${why === undefined ? '' : `: ${why}`}.`
      : `${countOf(annotators.length, 'annotator')} gave ${countOf(votes, 'label')} to ${countOf(items, 'item')}; they disagree on ${formatCount(disagreeing)}${measures === '' ? '' : ` (${measures})`}. ${formatCount(annotators.filter(({ weak }) => weak).length)} of them are weak. ${method}`
  }</p>
<p>${made === '' ? 'No decisions were made in review.' : `Decided in review by ${formatCount(people)} ${people === 1 ? 'person' : 'people'}: ${made}.`}</p>`;
}
