import { html, nothing, type TemplateResult } from 'lit';
import type { AnnotatorHealth, AnnotatorReport } from '../../src/protocol/labelMethods.ts';
import { heatTable } from '../charts/heatTable.ts';
import { linkButton } from '../ui/button.ts';
import { moveSelection } from '../ui/listKeys.ts';
import { formatCount, formatCounted, formatScore, formatShare, formatValue } from '../ui/numbers.ts';
import { kappaWords } from './annotatorWords.ts';

const barWidth = 90;
/** Labels beyond these are named in no table: nobody reads one of a hundred columns. */
const mostLabels = 24;

/** Of more people the names above κ are written upwards. */
const mostAcross = 8;

export interface AnnotatorTableActs {
  /** Whose confusion is shown now; null: all people together. */
  selected(): string | null;
  readonly select: (annotator: string | null) => void;
  /** The rows that this person labelled, or labelled so. */
  readonly show: (annotator: string, label?: string) => void;
}

/** One line a person, worst first. Arrow keys move, Space takes the selection away; Enter is left to the items beside it. */
export function annotatorTable(annotators: readonly AnnotatorHealth[], acts: AnnotatorTableActs): TemplateResult {
  const current = selectedOf(annotators, acts);
  return html`<table class="findings annotators" role="grid" aria-label="Annotators, the least reliable first" @keydown=${(event: KeyboardEvent) => moveBy(event, annotators, acts)}>
    <thead><tr><th scope="col">Annotator</th><th scope="col">Quality</th><th scope="col" class="num">Items</th><th scope="col" class="num" title="With the consensus, over items with several labels">Agreement</th><th scope="col">Says most often instead</th></tr></thead>
    <tbody>${annotators.map((health, at) => line(health, health.annotator === current, current === null && at === 0, acts))}</tbody>
  </table>`;
}

function line(
  { annotator, items, agreement, quality, weak, confusion }: AnnotatorHealth,
  on: boolean,
  first: boolean,
  acts: AnnotatorTableActs,
): TemplateResult {
  return html`<tr class=${on ? 'on' : ''} role="row" aria-selected=${String(on)} tabindex=${on || first ? 0 : -1} data-annotator=${annotator} @click=${() => acts.select(on ? null : annotator)}>
    <td role="gridcell">${linkButton(
      formatValue(annotator),
      (event) => {
        event.stopPropagation();
        acts.show(annotator);
      },
      `Show the rows of ${annotator}`,
    )}${weak ? html` <span class="weak" title="Quality far below the others’, or below chance">weak</span>` : nothing}</td>
    <td role="gridcell">${quality === null ? '—' : html`<svg class="score ${weak ? 'weak' : ''}" width=${barWidth} height="10" role="img" aria-label="Quality ${formatScore(quality)}"><rect class="bar" width=${Math.max(1, barWidth * quality)} height="10" rx="2"></rect></svg><span class="figure">${formatScore(quality)}</span>`}</td>
    <td role="gridcell" class="num">${formatCount(items)}</td>
    <td role="gridcell" class="num">${agreement === null ? '—' : formatShare(agreement)}</td>
    <td role="gridcell" class="dim">${confusion ? html`${formatValue(confusion.said)} for ${formatValue(confusion.consensus)} · ${formatCount(confusion.items)}` : '—'}</td>
  </tr>`;
}

function selectedOf(annotators: readonly AnnotatorHealth[], acts: AnnotatorTableActs): string | null {
  const selected = acts.selected();
  return annotators.some(({ annotator }) => annotator === selected) ? selected : null;
}

function moveBy(event: KeyboardEvent, annotators: readonly AnnotatorHealth[], acts: AnnotatorTableActs): void {
  const current = selectedOf(annotators, acts);
  const at = annotators.findIndex(({ annotator }) => annotator === current);
  const onRow = event.target instanceof HTMLTableRowElement;
  if (event.key === ' ' && onRow) acts.select(current === null ? (annotators[0]?.annotator ?? null) : null);
  // j and k are those of the items beside it.
  else if (event.key.length === 1 || !moveSelection(event, at, annotators.length, (to) => acts.select(annotators[to]!.annotator))) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Consensus down, what was said across; tinted off the diagonal, by the share of the consensus. */
export function confusionTable({ labels, confusion }: AnnotatorReport, acts: AnnotatorTableActs): TemplateResult {
  const wrong = labels.map((_, k) => sum(confusion[k] ?? []) + sum(confusion.map((row) => row[k] ?? 0)) - 2 * (confusion[k]?.[k] ?? 0));
  const shown = labels.map((_, k) => k).sort((a, b) => wrong[b]! - wrong[a]! || a - b).slice(0, mostLabels).sort((a, b) => a - b);
  const selected = acts.selected();
  const rows = shown.map((k) => {
    const all = sum(confusion[k] ?? []);
    return {
      name: formatValue(labels[k]!),
      cells: shown.map((said) => {
        const count = confusion[k]?.[said] ?? 0;
        const note = `The consensus is ${formatValue(labels[k]!)}: said ${formatValue(labels[said]!)} ${formatCounted(count, 'time')} of ${formatCount(all)}`;
        const show = selected !== null && count > 0 ? { onClick: () => acts.show(selected, labels[said]!) } : {};
        return { words: count === 0 ? '·' : formatCount(count), amount: count, heat: k === said || all === 0 ? 0 : count / all, note, ...show };
      }),
    };
  });
  return html`${heatTable({ title: 'Consensus against what was said', columns: shown.map((k) => formatValue(labels[k]!)), rows })}
    ${labels.length > shown.length ? html`<p class="dim">The ${formatCount(shown.length)} labels that are mistaken most often, of ${formatCount(labels.length)}.</p>` : nothing}`;
}

/** Cohen's κ of every two people, tinted where they agree little. */
export function kappaTable({ annotators, cohen }: AnnotatorReport): TemplateResult {
  const names = annotators.slice(0, cohen.length).map(({ annotator }) => formatValue(annotator));
  const rows = names.map((name, a) => ({
    name,
    cells: names.map((other, b) => {
      const kappa = cohen[a]?.[b] ?? null;
      const note =
        kappa === null
          ? `${name} and ${other} share no item, or κ is undefined for those they share`
          : `${name} and ${other}: κ ${kappaWords(kappa)}`;
      return {
        words: a === b ? '' : kappa === null ? '·' : kappaWords(kappa),
        amount: a === b ? null : kappa,
        heat: a === b || kappa === null ? 0 : 0.7 * (1 - Math.max(0, kappa)),
        note,
      };
    }),
  }));
  return html`<div class="kappas ${names.length > mostAcross ? 'many' : ''}">${heatTable({ title: 'Cohen’s κ of every two annotators', columns: names, rows })}</div>
    ${annotators.length > names.length ? html`<p class="dim">The first ${formatCount(names.length)} of the table above.</p>` : nothing}`;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
