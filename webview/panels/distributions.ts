import { html, nothing, type TemplateResult } from 'lit';
import type { Filter } from '../../src/core/filter.ts';
import type { CrossTab, Missingness } from '../../src/protocol/engineMethods.ts';
import { differences, type Differences } from '../charts/differences.ts';
import { smallMultiples, type Multiple } from '../charts/smallMultiples.ts';
import type { Bar } from '../charts/barList.ts';
import type { Context } from '../context.ts';
import { openLabelMenu } from '../labelling/labelMenu.ts';
import { definitionOf } from './labelDefinitions.ts';
import { Latest } from '../latest.ts';
import { button, linkButton } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { formatCount, formatCounted, formatShare, formatValue } from '../ui/numbers.ts';
import { segmented } from '../ui/segmented.ts';
import { distributionColumns, undivided, type DistributionColumns } from './distributionColumns.ts';
import { differenceWords } from './distributionWords.ts';
import { missingMatrix } from './missingMatrix.ts';

const mostValues = 20;
/** Segments shown before “more” is asked for. */
const mostSegments = 24;

/** How often each label occurs, in all rows and in each segment; and what is missing where. */
export class Distributions {
  readonly #context: Context;
  readonly #table: Latest<CrossTab>;
  readonly #missing: Latest<Missingness>;
  /** The column whose every segment is shown. */
  #expanded: string | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#table = new Latest<CrossTab>(() => context.store.touch());
    this.#missing = new Latest<Missingness>(() => context.store.touch());
  }

  template(): TemplateResult {
    const { store } = this.#context;
    const columns = distributionColumns(store.document, store.screen);
    if (store.document.phase !== 'ready') return html`<p class="empty">The histograms come when the file is read.</p>`;
    if (columns.of === null) {
      return html`<p class="empty">No column has values that repeat. ${this.#rolesLink('Give a column the role label')} to see its histogram here.</p>`;
    }
    return html`<section class="distributions">${this.#bar(columns, columns.of)}<div class="panel">${this.#charts(columns, columns.of)}${this.#missingSection(columns)}</div></section>`;
  }

  #bar({ countable, dividing, by }: DistributionColumns, of: string): TemplateResult {
    const { store } = this.#context;
    const label = store.document.dataset?.roles.label;
    const plain = (name: string): { value: string; words: string } => ({ value: name, words: name });
    return html`<div class="bar">
      <span>${of === label ? 'Label' : 'Values of'}</span>${dropdown('What is counted', countable.map(plain), of, (value) => store.patchScreen({ distributionOf: value }))}
      <span>by</span>${dropdown('What divides the rows', [...dividing.map(plain), { value: undivided, words: '—' }], by ?? undivided, (value) => store.patchScreen({ distributionBy: value }))}
      ${label === undefined ? html`<span class="dim">No column has the role label: ${this.#rolesLink('choose one in Roles')}</span>` : nothing}
      <span class="grow"></span>
      ${segmented('Scale', [{ value: 'share', words: 'Share' }, { value: 'count', words: 'Count' }] as const, store.screen.scale, (scale) => store.patchScreen({ scale }))}
      ${by === null ? nothing : html`<span class="facts legend"><i class="tick-sign"></i> ${store.screen.scale === 'share' ? 'overall share' : 'at the overall share'}</span>`}
    </div>`;
  }

  #charts({ by }: DistributionColumns, of: string): TemplateResult {
    const { store, host } = this.#context;
    const params = { column: of, ...(by === null ? {} : { by }), filters: [], limit: mostValues };
    const answer = this.#table.ask(JSON.stringify([of, by, store.document.revision]), (signal) => host.call('crossTab', params, { signal }));
    if (answer.error !== null) return html`<p class="empty" role="alert">${answer.error}</p>`;
    const table = answer.value;
    if (!table || table.column !== of || (table.by ?? null) !== by) return html`<p class="empty">Counting…</p>`;
    if (table.rows === 0) return html`<p class="empty">There are no readable rows to count.</p>`;
    const found = differences(table);
    const all = table.segments.length;
    const shown = this.#expanded === by ? all : Math.min(all, mostSegments);
    const hidden = all - shown;
    const scale = scaleOf(table, store.screen.scale);
    return html`${by === null ? nothing : differenceWords(table, found)}
      ${smallMultiples([this.#overall(table), ...table.segments.slice(0, shown).map((_, index) => this.#segment(table, index, found))], scale, { title: by === null ? of : `${of} by ${by}`, basis: `exact, from ${formatCounted(table.rows, 'row')}` })}
      ${hidden > 0 ? html`<p>${button(`+${formatCount(hidden)} more`, { title: `Show every value of ${by}`, onClick: () => this.#expand(by) })}</p>` : nothing}
      ${table.otherSegments > 0 ? html`<p class="dim">${formatCounted(table.otherSegments, 'smaller value')} of ${by} with ${formatCounted(table.otherRows, 'row')} not shown; they count in all rows.</p>` : nothing}`;
  }

  #overall(table: CrossTab): Multiple {
    const { scale } = this.#context.store.screen;
    const bars = table.values.map((value, index): Bar => {
      const count = table.overall[index]!;
      return { name: formatValue(value), ...amount(count, table.rows, scale), ...this.#ofLabel(table, value), note: formatCounted(count, 'row'), onClick: () => this.#show(this.#filters(table, value, null)) };
    });
    const rows = formatCounted(table.rows, 'row');
    const ownScale = scale === 'count' && table.segments.length > 0;
    return {
      key: 'all', title: 'All rows', side: ownScale ? `${rows}, own scale` : rows, bars: withRest(bars, table.overallRest, table.rows, scale),
      ...(ownScale ? { most: Math.max(table.overallRest, ...table.overall) } : {}),
    };
  }

  #segment(table: CrossTab, index: number, { found }: Differences): Multiple {
    const { scale } = this.#context.store.screen;
    const segment = table.segments[index]!;
    const bars = table.values.map((value, place): Bar => {
      const count = segment.counts[place]!;
      const difference = found.find((entry) => entry.segment === index && entry.value === place);
      const overall = table.overall[place]! / table.rows;
      return {
        name: formatValue(value), ...amount(count, segment.rows, scale), ...this.#ofLabel(table, value), tick: scale === 'share' ? overall : overall * segment.rows,
        note: `${formatCounted(count, 'row')}, overall ${formatShare(overall)}${difference ? ', differs from the rest' : ''}`,
        ...(difference ? { mark: 'warning' as const } : {}),
        onClick: () => this.#show(this.#filters(table, value, { value: segment.value })),
      };
    });
    return {
      key: JSON.stringify(segment.value), title: formatValue(segment.value), side: formatCounted(segment.rows, 'row'),
      bars: withRest(bars, segment.rest, segment.rows, scale),
      onTitle: () => this.#show(this.#filters(table, undefined, { value: segment.value })),
    };
  }

  /** A bar of a label has its colour, and a menu that renames, merges and splits it. */
  #ofLabel(table: CrossTab, value: string | null): Pick<Bar, 'colour' | 'onMenu'> {
    const { dataset, taxonomy } = this.#context.store.document;
    if (table.column !== dataset?.roles.label || value === null) return {};
    const colour = definitionOf(taxonomy, value)?.colour;
    return { ...(colour !== undefined && { colour }), onMenu: (x, y) => openLabelMenu(this.#context, value, x, y) };
  }

  #filters(table: CrossTab, value: string | null | undefined, segment: { readonly value: string | null } | null): Filter[] {
    const filters: Filter[] = [];
    if (value !== undefined) filters.push({ kind: 'values', column: table.column, values: [value] });
    if (segment && table.by !== undefined) filters.push({ kind: 'values', column: table.by, values: [segment.value] });
    return filters;
  }

  #missingSection({ by }: DistributionColumns): TemplateResult | typeof nothing {
    const { store, host } = this.#context;
    const answer = this.#missing.ask(JSON.stringify([by, store.document.revision]), (signal) => host.call('missingness', by === null ? {} : { by }, { signal }));
    if (answer.error !== null) return html`<p class="empty" role="alert">${answer.error}</p>`;
    if (!answer.value || (answer.value.by ?? null) !== by) return nothing;
    return missingMatrix(answer.value, (filters) => this.#show(filters));
  }

  #show(filters: readonly Filter[]): void {
    this.#context.store.showRows(filters);
  }

  #expand(by: string | null): void {
    this.#expanded = by;
    this.#context.store.touch();
  }

  #rolesLink(words: string): TemplateResult {
    return linkButton(words, () => this.#context.store.patchScreen({ tab: 'samples', panel: 'roles' }));
  }
}

type Scale = 'share' | 'count';

function amount(count: number, rows: number, scale: Scale): Pick<Bar, 'amount' | 'words'> {
  const share = rows === 0 ? 0 : count / rows;
  return scale === 'share' ? { amount: share, words: formatShare(share) } : { amount: count, words: formatCount(count) };
}

/** Values beyond those that are listed, as one bar. */
function withRest(bars: readonly Bar[], rest: number, rows: number, scale: Scale): Bar[] {
  return rest === 0 ? [...bars] : [...bars, { name: 'others', ...amount(rest, rows, scale), note: 'all values that are not listed' }];
}

/** One scale for all charts: the longest bar of any. Counts of segments would be dwarfed by those of all rows, which have their own. */
function scaleOf(table: CrossTab, scale: Scale): number {
  const all = { counts: table.overall, rest: table.overallRest, rows: table.rows };
  const charts = scale === 'count' && table.segments.length > 0 ? table.segments : [all, ...table.segments];
  return Math.max(...charts.map(({ counts, rest, rows }) => Math.max(0, rest, ...counts) / (scale === 'share' ? Math.max(1, rows) : 1)));
}
