import { countOf, formatCount } from '../../core/countWords.ts';
import { isClassLabel, readLabels, variantsOf } from '../../checks/parts/labels.ts';
import { type CellCount, type CollectConfig, type CollectPlan, type CollectTarget, type NoCollect, usualTarget } from '../../core/collect.ts';
import { collectPlan } from '../../core/collectPlan.ts';
import type { WinnowConfig } from '../../core/config.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { Decision } from '../../core/decision.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { CollectParams } from '../../protocol/collectMethods.ts';
import type { Dialect } from '../engine.ts';
import { requireColumn, type OpenTable } from '../openTable.ts';
import { quoteIdentifier, quoteList } from '../quote.ts';
import { dataTable } from '../sql.ts';
import { type DecidedCells, readDecidedCells } from './decidedCells.ts';

/** Labels and segments that are looked at, the largest of them: together they are cells. */
const mostLabels = 500;
const mostSegments = 1000;
const mostListed = 100_000;

export interface CollectSource {
  readonly dataset: Dataset;
  readonly table: OpenTable;
  readonly config: WinnowConfig;
  readonly profiles: readonly ColumnProfile[];
  /** Decisions by row that are not in the file yet: rows count as what they will be. */
  readonly decided: { readonly holding: ReadonlyMap<number, readonly Decision[]> };
}

/** What to collect, of the rows that pass. @param where the rows, as a boolean expression. */
export async function readCollect(
  { dataset, table, config, profiles, decided }: CollectSource,
  params: CollectParams,
  where: string,
  signal?: AbortSignal,
): Promise<CollectPlan | NoCollect> {
  const { label } = dataset.roles;
  const collect = config.collect ?? {};
  if (label === undefined) return { why: 'no column has the role label' };
  const profile = profiles.find(({ column }) => column === label);
  if (profile && !isClassLabel(profile)) return { why: `the label column “${label}” holds quantities or texts rather than classes` };
  const by = (params.by ?? usualBy(dataset, collect, label)).filter((column) => column !== label);
  const target = params.target ?? collect.target ?? (collect.mix ? ({ kind: 'mix' } satisfies CollectTarget) : usualTarget);
  const variants = await readVariants(table, config, label, signal);
  const counted = await countCells(table, [label, ...by], where, decided.holding, signal);
  const { counts, notes, decisions } = asClasses(
    counted,
    label,
    variants,
    config.taxonomy?.map(({ name }) => name),
  );
  if (counts.length === 0) return { why: `no row has a value in ${[label, ...by].map((column) => `“${column}”`).join(' and ')}` };
  return collectPlan(
    counts,
    {
      label,
      by,
      target,
      mix: collect.mix ?? {},
      labels: config.taxonomy?.map(({ name }) => name) ?? [],
      limit: Math.min(Math.max(0, params.limit), mostListed),
      decisions,
    },
    notes,
  );
}

/** What winnow.json says, else what its mix is about, else the first segment column. */
function usualBy({ roles, columns }: Dataset, { by, mix = {} }: CollectConfig, label: string): readonly string[] {
  const isThere = (name: string): boolean => columns.some((column) => column.name === name);
  const mixed = Object.keys(mix).filter((column) => column !== label && isThere(column));
  return by ?? (mixed.length > 0 ? mixed : roles.segments.slice(0, 1));
}

/** Labels that `label-variant` takes for another one, and that one. */
export async function readVariants({ relation }: OpenTable, config: WinnowConfig, label: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const found = variantsOf(await readLabels({ relation, signal: signal ?? new AbortController().signal }, label), config);
  return new Map([...found].map(([value, { to }]) => [value, to]));
}

/** Counts by the labels that are meant: variants as what they are taken for, and those of the taxonomy alone where there is one. */
function asClasses(
  { counts, notes, decisions }: Counted,
  label: string,
  variants: ReadonlyMap<string, string>,
  taxonomy: readonly string[] | undefined,
): Counted {
  const merged = new Map<string, CellCount>();
  const [taken, strange] = [new Set<string>(), new Map<string, number>()];
  for (const cell of counts) {
    const meant = variants.get(cell.label) ?? cell.label;
    if (meant !== cell.label) taken.add(cell.label);
    if (taxonomy && !taxonomy.includes(meant)) {
      strange.set(meant, (strange.get(meant) ?? 0) + cell.rows);
      continue;
    }
    const name = [meant, ...cell.segment].join('\0');
    merged.set(name, { ...cell, label: meant, rows: (merged.get(name)?.rows ?? 0) + cell.rows });
  }
  const outside = [...strange.values()].reduce((sum, rows) => sum + rows, 0);
  return {
    counts: [...merged.values()],
    decisions,
    notes: [
      ...notes,
      ...(taken.size > 0
        ? [
            `${named([...taken].sort())} of “${label}” ${taken.size === 1 ? 'counts as the label that it is' : 'count as the labels that they are'} taken for.`,
          ]
        : []),
      ...(strange.size > 0
        ? [
            `${named([...strange.keys()])} of “${label}” (${rowsWords(outside)}) ${strange.size === 1 ? 'is' : 'are'} not in the taxonomy, and in no cell.`,
          ]
        : []),
    ],
  };
}

const mostNamed = 5;
const named = (values: readonly string[]): string =>
  `${values
    .slice(0, mostNamed)
    .map((value) => `“${value}”`)
    .join(', ')}${values.length > mostNamed ? ` and ${values.length - mostNamed} more` : ''}`;

/** SQL: the text of a cell, NULL where it is missing. */
export const valueSql = (dialect: Dialect, column: string): string => `CASE WHEN NOT ${dialect.missing(column)} THEN ${dialect.text(column)} END`;

interface Counted {
  readonly counts: CellCount[];
  /** How many decisions that are not in the file these counts are with. */
  readonly decisions: number;
  readonly notes: string[];
}

async function countCells(
  table: OpenTable,
  columns: readonly string[],
  where: string,
  holding: CollectSource['decided']['holding'],
  signal?: AbortSignal,
): Promise<Counted> {
  const { dialect } = table.relation;
  for (const column of columns) requireColumn(table, column);
  const [label = 'v0', ...segments] = columns.map((_, place) => `v${place}`);
  const value = (column: string): string => valueSql(dialect, column);
  const decided = await readDecidedCells(table, { holding, columns, label: columns[0]!, value, where }, signal);
  const asTheyAre = `SELECT ${columns.map((column, place) => `${value(column)} AS v${place}`).join(', ')}, count(*) AS n FROM ${quoteIdentifier(dataTable)} WHERE (${where})${decided ? ` AND NOT (${decided.condition})` : ''} GROUP BY ALL`;
  const counted = decided
    ? `SELECT ${[label, ...segments].join(', ')}, CAST(sum(n) AS BIGINT) AS n FROM (${asTheyAre} UNION ALL ${decidedSql(decided, columns.length)}) GROUP BY ALL`
    : asTheyAre;
  const whole = [label, ...segments].map((value) => `${value} IS NOT NULL`).join(' AND ');
  const ranked = (names: readonly string[], most: number): string =>
    names.length === 0 ? '' : `QUALIFY dense_rank() OVER (ORDER BY total DESC, ${names.join(', ')}) <= ${most}`;
  const totalled = (names: readonly string[]): string => (names.length === 0 ? '0' : `sum(n) OVER (PARTITION BY ${names.join(', ')})`);
  const kept = `SELECT * FROM (SELECT *, ${totalled([label])} AS total FROM filled) ${ranked([label], mostLabels)}`;
  const both = `SELECT * FROM (SELECT * EXCLUDE (total), ${totalled(segments)} AS total FROM kept) ${ranked(segments, mostSegments)}`;
  const sql = `WITH counted AS MATERIALIZED (${counted}), filled AS (SELECT * FROM counted WHERE ${whole}), kept AS (${kept}), both_ AS (${both}) SELECT ${[label, ...segments].join(', ')}, n, (SELECT sum(n) FROM counted), (SELECT sum(n) FROM filled) FROM both_ ORDER BY n DESC, ${[label, ...segments].join(', ')}`;
  const found = await table.database.columns(sql, [], signal);
  const rows = found[columns.length] ?? [];
  const counts = rows.map((n, place): CellCount => ({
    label: String(found[0]![place]),
    segment: segments.map((_, column) => String(found[column + 1]![place])),
    rows: Number(n),
  }));
  const [all, filled] = [Number(found[columns.length + 1]?.[0] ?? 0), Number(found[columns.length + 2]?.[0] ?? 0)];
  const used = counts.reduce((sum, cell) => sum + cell.rows, 0);
  return {
    counts,
    decisions: decided?.decisions ?? 0,
    notes: [
      ...decidedNotes(decided),
      ...(all > filled
        ? [
            `${rowsWords(all - filled)} without a value in ${columns.map((column) => `“${column}”`).join(' or ')} ${all - filled === 1 ? 'is' : 'are'} in no cell.`,
          ]
        : []),
      ...(filled > used
        ? [
            `Only the ${formatCount(mostLabels)} labels and ${formatCount(mostSegments)} segments with most rows are looked at; ${rowsWords(filled - used)} ${filled - used === 1 ? 'is' : 'are'} in others.`,
          ]
        : []),
      ...(segments.length === 1 && new Set(counts.map(({ segment }) => segment[0])).size === 1
        ? [`“${columns[1]}” has one value only, so the segment says nothing more than the label.`]
        : []),
    ],
  };
}

/** Cells of decided rows as a table like that of the others. */
function decidedSql({ counts, incomplete }: DecidedCells, columns: number): string {
  const lists = Array.from({ length: columns }, (_, place) => counts.map(({ label, segment }): string | null => [label, ...segment][place] ?? null));
  const [values, rows] = [lists.map((list) => [...list, null]), [...counts.map((cell) => cell.rows), incomplete]];
  return `SELECT ${values.map((list) => `unnest(CAST(${quoteList(list)} AS VARCHAR[]))`).join(', ')}, unnest(${quoteList(rows)})`;
}

function decidedNotes(decided: DecidedCells | null): string[] {
  if (!decided || decided.decisions === 0) return [];
  const { decisions, excluded } = decided;
  const out = excluded === 0 ? '' : ` ${rowsWords(excluded)} that ${excluded === 1 ? 'is' : 'are'} excluded ${excluded === 1 ? 'does' : 'do'} not count.`;
  return [
    `Rows count as ${decisions === 1 ? 'a decision that is' : `${formatCount(decisions)} decisions that are`} not applied to the file yet will make them.${out}`,
  ];
}

const rowsWords = (rows: number): string => countOf(rows, 'row');
