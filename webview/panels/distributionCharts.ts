import type { Filter } from '../../src/core/filter.ts';
import { type GroupPart, isOrdered } from '../../src/core/segments.ts';
import type { CellDifference, Distribution } from '../../src/protocol/distributionMethods.ts';
import type { Bar } from '../charts/barList.ts';
import type { Multiple } from '../charts/smallMultiples.ts';
import type { Context } from '../context.ts';
import { openLabelMenu } from '../labelling/labelMenu.ts';
import { formatCount, formatCounted, formatShare } from '../ui/numbers.ts';
import { groupWords, valueWords } from './distributionGroups.ts';
import { markWords } from './distributionWords.ts';
import { definitionOf } from './labelDefinitions.ts';

export type Scale = 'share' | 'count';

/** Rows by value in some of the rows. */
interface Group {
  readonly rows: number;
  readonly counts: readonly number[];
  readonly rest: number;
}

/** One chart for all rows, one for each of the segments that are shown, and one for the others together. */
export class DistributionCharts {
  readonly #context: Context;
  readonly #table: Distribution;
  readonly #scale: Scale;
  /** By segment and value. */
  readonly #differences: ReadonlyMap<string, CellDifference>;

  constructor(context: Context, table: Distribution, scale: Scale) {
    this.#context = context;
    this.#table = table;
    this.#scale = scale;
    this.#differences = new Map(table.differences.map((difference) => [`${difference.segment} ${difference.value}`, difference]));
  }

  /** `shown`: indices of segments. `gathers`: all others are one chart at the end. */
  multiples(shown: readonly number[], gathers: boolean): Multiple[] {
    const rest = this.#others(shown);
    const left = this.#table.allSegments - shown.length;
    return [this.#overall(), ...shown.map((index) => this.#segment(index)), ...(gathers && left > 0 && rest.rows > 0 ? [this.#gathered(rest, left)] : [])];
  }

  /** One scale for all charts: the longest bar of any. Counts of segments would be dwarfed by those of all rows, which have their own. */
  most(shown: readonly number[], gathers: boolean): number {
    const { segments } = this.#table;
    const groups: Group[] = [...shown.map((index) => segments[index]!), ...(gathers && this.#scale === 'share' ? [this.#others(shown)] : [])];
    if (this.#scale === 'share' || shown.length === 0) groups.push(this.#whole);
    return Math.max(...groups.map(({ counts, rest, rows }) => Math.max(0, rest, ...counts) / (this.#scale === 'share' ? Math.max(1, rows) : 1)));
  }

  get #whole(): Group {
    const { counted, overall, overallRest } = this.#table;
    return { rows: counted.rows, counts: overall, rest: overallRest };
  }

  #overall(): Multiple {
    return { key: 'all', title: this.#table.counted.filtered ? 'Filtered rows' : 'All rows', ...this.#large(this.#whole) };
  }

  #gathered(group: Group, segments: number): Multiple {
    return { key: 'others', title: formatCounted(segments, 'other segment'), ...this.#large(group) };
  }

  /** Bars of more rows than a segment has, on a scale of their own where they are counted. */
  #large(group: Group): Pick<Multiple, 'side' | 'bars' | 'most'> {
    const rows = formatCounted(group.rows, 'row');
    const ownScale = this.#scale === 'count' && this.#table.segments.length > 0;
    const isWhole = group.counts === this.#table.overall;
    const bars = this.#table.values.map((part, value): Bar => ({
      ...this.#bar(group, value), note: formatCounted(group.counts[value]!, 'row'), ...(isWhole && { onClick: () => this.#show([part]) }),
    }));
    return {
      side: ownScale ? `${rows}, own scale` : rows,
      bars: this.#withRest(bars, group),
      ...(ownScale && { most: Math.max(group.rest, ...group.counts) }),
    };
  }

  #segment(index: number): Multiple {
    const { table, scale } = { table: this.#table, scale: this.#scale };
    const segment = table.segments[index]!;
    const bars = table.values.map((part, value): Bar => {
      const difference = this.#differences.get(`${index} ${value}`);
      const overall = table.overall[value]! / Math.max(1, table.counted.rows);
      return {
        ...this.#bar(segment, value), tick: scale === 'share' ? overall : overall * segment.rows,
        note: [formatCounted(segment.counts[value]!, 'row'), `overall ${formatShare(overall)}`, ...(difference ? [markWords(difference)] : [])].join(', '),
        // No amber can be seen of a bar that is not there.
        ...(difference ? { mark: 'warning' as const, pointed: segment.counts[value] === 0 } : {}),
        onClick: () => this.#show([...segment.parts, part]),
      };
    });
    return {
      key: JSON.stringify(segment.parts), title: groupWords(segment.parts, table.by, this.#context.store.document), side: formatCounted(segment.rows, 'row'),
      bars: this.#withRest(bars, segment), onTitle: () => this.#show(segment.parts),
    };
  }

  #bar({ counts, rows }: Group, value: number): Bar {
    return {
      name: valueWords(this.#table, value, this.#context.store.document),
      ...amount(counts[value]!, rows, this.#scale),
      ...this.#ofLabel(this.#table.values[value]!),
    };
  }

  /** Values beyond those that are listed, as one bar. */
  #withRest(bars: readonly Bar[], { rest, rows }: Group): Bar[] {
    return rest === 0 ? [...bars] : [...bars, { name: 'others', ...amount(rest, rows, this.#scale), note: 'all values that are not listed' }];
  }

  #others(shown: readonly number[]): Group {
    const { counted, overall, overallRest, segments } = this.#table;
    const listed = shown.map((index) => segments[index]!);
    const without = (whole: number, of: (group: Group) => number): number => listed.reduce((left, group) => left - of(group), whole);
    return {
      rows: without(counted.rows, ({ rows }) => rows),
      counts: overall.map((count, value) => without(count, ({ counts }) => counts[value]!)),
      rest: without(overallRest, ({ rest }) => rest),
    };
  }

  /** A bar of a label has its colour, and a menu that renames, merges and splits it. */
  #ofLabel(part: GroupPart): Pick<Bar, 'colour' | 'onMenu'> {
    const { dataset, taxonomy } = this.#context.store.document;
    const value = part.kind === 'values' ? part.values[0] ?? null : null;
    if (part.column !== dataset?.roles.label || value === null || isOrdered(this.#table.of)) return {};
    const colour = definitionOf(taxonomy, value)?.colour;
    return { ...(colour !== undefined && { colour }), onMenu: (x, y) => openLabelMenu(this.#context, value, x, y) };
  }

  /** The rows of a group, among those that are counted. */
  #show(parts: readonly Filter[]): void {
    showGroup(this.#context, parts);
  }
}

/** Shows the rows that have these parts and pass the filters in force. */
export function showGroup({ store }: Context, parts: readonly Filter[]): void {
  const { filters } = store.screen;
  const known = new Set(filters.map((filter) => JSON.stringify(filter)));
  store.showRows([...filters, ...parts.filter((part) => !known.has(JSON.stringify(part)))]);
}

function amount(count: number, rows: number, scale: Scale): Pick<Bar, 'amount' | 'words'> {
  const share = rows === 0 ? 0 : count / rows;
  return scale === 'share' ? { amount: share, words: formatShare(share) } : { amount: count, words: formatCount(count) };
}
