import { type BacklogFinding, rankBacklog, severityCosts } from '../core/backlog.ts';
import type { Decision } from '../core/decision.ts';
import { rowKeyText } from '../core/rowKey.ts';
import type { Costs } from '../core/taxonomy.ts';
import type { Backlog } from '../protocol/labelMethods.ts';
import { findCheck } from '../checks/index.ts';
import type { FindingStore } from './findingStore.ts';
import { type OpenTable } from './openTable.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable } from './sql.ts';

export interface BacklogSource {
  readonly table: OpenTable;
  readonly store: FindingStore;
  /** In force. */
  readonly decisions: readonly Decision[];
  readonly costs?: Costs;
  readonly label?: string;
}

/** The findings as acts, dearest first. Row lists are walked and not copied: there may be millions of rows. */
export async function readBacklog(
  { table, store, decisions, costs, label }: BacklogSource,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): Promise<Backlog> {
  const weights = await readWeights(table, costs, signal);
  const ranked = rankBacklog(backlogFindings(store), {
    costs,
    weights,
    records: table.records,
    ...(label !== undefined && { label }),
    titleOf: (check) => findCheck(check)?.title ?? check,
  });
  return {
    items: ranked.items.slice(Math.max(0, offset), Math.max(0, offset) + Math.max(0, limit)),
    total: ranked.items.length,
    cost: ranked.cost,
    settledCost: ranked.settledCost,
    by: decidedBy(decisions),
    basis: basisOf(costs),
  };
}

function* backlogFindings(store: FindingStore): Generator<BacklogFinding> {
  for (const [index, finding] of store.findings.entries()) {
    // An accepted column or dataset has no rows that could be left.
    if (finding.rows.length > 0 || store.isOpen(index)) yield { finding, open: store.openRowsOf(index) };
  }
}

/** Weight of each row by its number, where segments have weights of their own; columns that are not there weigh nothing. */
async function readWeights(table: OpenTable, costs: Costs | undefined, signal?: AbortSignal): Promise<Float32Array | null> {
  const segments = Object.entries(costs?.segments ?? {}).filter(([name]) => table.columns.some((column) => column.name === name));
  if (segments.length === 0) return null;
  const weights = new Float32Array(table.records + 1).fill(1);
  const { dialect } = table.relation;
  for (const [column, values] of segments) {
    for (const [value, weight] of Object.entries(values)) {
      const sql = `SELECT CAST(_row AS INTEGER) FROM ${quoteIdentifier(dataTable)} WHERE ${dialect.text(column)} = ${dialect.literal(value)}`;
      for (const row of await table.database.integers(sql, [], signal)) weights[row]! *= weight;
    }
  }
  return weights;
}

/** Distinct rows that each person has decided on, most first. */
function decidedBy(decisions: readonly Decision[]): Backlog['by'] {
  const rows = new Map<string, Set<string>>();
  for (const { by = '', act, row } of decisions) {
    if (act === 'comment' || Object.keys(row).length === 0) continue;
    const theirs = rows.get(by) ?? new Set<string>();
    rows.set(by, theirs.add(rowKeyText(row)));
  }
  return [...rows].map(([person, keys]) => ({ person, rows: keys.size })).sort((a, b) => b.rows - a.rows || (a.person < b.person ? -1 : 1));
}

function basisOf(costs: Costs | undefined): string {
  const usual = costs?.default ?? 1;
  const named = Object.values(costs?.confusions ?? {}).reduce((sum, row) => sum + Object.keys(row).length, 0);
  const confusions = named === 0 ? '' : ` (${named} ${named === 1 ? 'confusion has a cost' : 'confusions have costs'} of its own)`;
  const { error, warning, info } = severityCosts;
  return `A wrong label costs ${usual}${confusions.replace('costs of its own', 'costs of their own')}; another fault ${usual * error} as an error, ${usual * warning} as a warning, ${usual * info} as information, each by how likely it is${costs?.segments ? ' and by the weight of its segment' : ''}. A row that several acts concern counts in each.`;
}
