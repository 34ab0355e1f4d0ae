import { html, nothing, type TemplateResult } from 'lit';
import { comparedShares } from '../../src/core/comparedShares.ts';
import type { Comparison, LabelChanges } from '../../src/protocol/compareMethods.ts';
import { barChart } from '../charts/barChart.ts';
import { confusionHeat } from '../charts/confusionHeat.ts';
import { smallMultiples, type Multiple } from '../charts/smallMultiples.ts';
import { formatCount, formatCounted, formatShare, formatValue } from '../ui/numbers.ts';
import { schemaLines } from './compareWords.ts';

/** Where the figures lead. */
export interface CompareWays {
  /** Rows whose label became another. */
  flip(flip: { readonly from?: string | null; readonly to?: string | null }): void;
  /** Rows in which a column changed. */
  column(column: string): void;
  /** Rows of the dataset with a label. */
  label(column: string, value: string | null): void;
}

const mostColumns = 40;

/** What became of columns and labels: everything but the rows themselves. */
export function compareFigures(comparison: Comparison, words: string, ways: CompareWays): TemplateResult {
  return html`${schema(comparison)}${comparison.label ? labels(comparison, comparison.label, words, ways) : noLabel(comparison)}${columns(comparison, ways)}`;
}

function schema(comparison: Comparison): TemplateResult | typeof nothing {
  const lines = schemaLines(comparison);
  return lines.length === 0
    ? nothing
    : html`<h3>Columns that came, went or changed</h3><ul class="schema-changes">${lines.map((line) => html`<li>${line}.</li>`)}</ul>`;
}

function noLabel({ rows }: Comparison): TemplateResult | typeof nothing {
  return rows.same + rows.changed === 0 ? nothing : html`<p class="dim">No column that both versions have holds the label, so labels are not compared.</p>`;
}

function labels({ before, after }: Comparison, label: LabelChanges, words: string, ways: CompareWays): TemplateResult {
  const names = label.labels.map((value) => (value === null ? '(missing)' : value));
  const valueOf = (name: string | undefined): { value: string | null } | undefined =>
    name === undefined ? undefined : { value: label.labels[names.indexOf(name)] ?? null };
  return html`${
    label.flipped === 0
      ? html`<h3>Labels</h3><p class="dim">No row that both versions have was given another label.</p>`
      : html`<h3>${formatCounted(label.flipped, 'label')} of ${label.column} ${label.flipped === 1 ? 'is' : 'are'} another: before (down) and now (across)</h3>
      ${confusionHeat({
        title: 'Labels before and now',
        down: 'before',
        across: 'now',
        labels: names,
        counts: label.flips,
        onChoose: (down, across) => {
          const [from, to] = [valueOf(down), valueOf(across)];
          ways.flip({ ...(from && { from: from.value }), ...(to && { to: to.value }) });
        },
      })}
      ${label.otherLabels === 0 ? nothing : html`<p class="dim">${formatCounted(label.otherLabels, 'label')} with fewer of these ${label.otherLabels === 1 ? 'is' : 'are'} not shown.</p>`}`
  }
    <h3>Rows by label</h3>${histograms(label, before.rows, after.rows, words, ways)}`;
}

/** Both versions on one scale; the thin line in the bars of now is how long they were. */
function histograms({ column, histogram, otherValues }: LabelChanges, before: number, after: number, words: string, ways: CompareWays): TemplateResult {
  const most = Math.max(1, ...histogram.flatMap((entry) => [entry.before, entry.after]));
  const shares = (entry: { readonly before: number; readonly after: number }): readonly [string, string] => {
    const [was, is] = comparedShares(entry.before / before, entry.after / after, formatShare);
    return [before === 0 ? '–' : was, after === 0 ? '–' : is];
  };
  const was: Multiple = {
    key: 'before',
    title: words,
    side: formatCounted(before, 'row'),
    bars: histogram.map((entry) => ({
      name: formatValue(entry.value),
      amount: entry.before,
      words: `${formatCount(entry.before)} · ${shares(entry)[0]}`,
    })),
  };
  const is: Multiple = {
    key: 'after', title: 'now', side: formatCounted(after, 'row'),
    bars: histogram.map((entry) => ({
      name: formatValue(entry.value), amount: entry.after, tick: entry.before, words: `${formatCount(entry.after)} · ${shares(entry)[1]}`,
      note: entry.after === entry.before ? 'as before' : `${entry.after > entry.before ? '+' : '−'}${formatCount(Math.abs(entry.after - entry.before))}`,
      onClick: () => ways.label(column, entry.value),
    })),
  };
  return html`${smallMultiples([was, is], most, { title: `Rows by ${column}, before and now` })}${otherValues === 0 ? nothing : html`<p class="dim">${formatCounted(otherValues, 'smaller label')} ${otherValues === 1 ? 'is' : 'are'} not shown.</p>`}`;
}

function columns({ columns: changed, rows }: Comparison, ways: CompareWays): TemplateResult | typeof nothing {
  if (changed.length === 0) return nothing;
  const shown = changed.slice(0, mostColumns);
  const bars = shown.map(({ column, cells }) => ({
    name: column,
    amount: cells,
    words: formatCount(cells),
    note: 'show these rows',
    onClick: () => ways.column(column),
  }));
  return html`<h3>Changed cells by column</h3>
    ${barChart({ title: 'Changed cells by column', bars, most: Math.max(1, rows.changed), labelWidth: 140 })}
    ${changed.length > shown.length ? html`<p class="dim">${formatCounted(changed.length - shown.length, 'column')} with fewer changes ${changed.length - shown.length === 1 ? 'is' : 'are'} not shown.</p>` : nothing}`;
}
