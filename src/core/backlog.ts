import type { Filter } from './filter.ts';
import type { KeptFinding, Severity } from './finding.ts';
import { confusionCost, type Costs } from './taxonomy.ts';

/** A finding, and the rows of it that still want a decision. */
export interface BacklogFinding {
  readonly finding: KeptFinding;
  readonly open: Int32Array;
}

/** One act that fixes rows, and what it costs to leave them as they are. */
export interface BacklogItem {
  /** Names it as long as the checks find the same. */
  readonly id: string;
  /** The checks whose findings it settles, as they were run. */
  readonly checks: readonly string[];
  readonly act: 'relabel' | 'exclude' | 'review';
  /** Words for the act, with the labels it is about. */
  readonly title: string;
  /** Distinct rows that the act would fix or that want a look, and how many of its rows have been decided. */
  readonly rows: number;
  readonly decided: number;
  readonly findings: number;
  /** Σ P(wrong) × cost × weight over the open rows. */
  readonly cost: number;
  readonly severity: Severity;
  /** Where it leads: these rows of the grid. */
  readonly filters: readonly Filter[];
  /** The label that the rows have, and the one they should have, where it is about one of each. */
  readonly given?: string;
  readonly suggested?: string;
}

export interface RankedBacklog {
  /** Dearest first. */
  readonly items: readonly BacklogItem[];
  readonly cost: number;
  /** What decisions have taken off. */
  readonly settledCost: number;
}

export interface BacklogOptions {
  readonly costs?: Costs;
  /** The largest row number there is. */
  readonly records: number;
  /** By row number; none: every row weighs 1. */
  readonly weights?: Float32Array | null;
  /** The label column. */
  readonly label?: string;
  titleOf(check: string): string;
}

/** What a row costs that is not about its label, as a share of the usual cost of a wrong one. */
export const severityCosts: Readonly<Record<Severity, number>> = { error: 1, warning: 0.3, info: 0.05 };

type Act = Pick<BacklogItem, 'id' | 'act' | 'title' | 'given' | 'suggested'> & { readonly column?: string };

interface Gathered {
  readonly act: Act;
  readonly members: BacklogFinding[];
}

/**
 * Findings gathered by the act that would settle them, dearest first: all rows of one label that are probably another
 * are one act, whichever checks say so, and so are all that one check says of one column. A row counts once in an act,
 * by the first of its findings there; in each of several acts that concern it.
 */
export function rankBacklog(findings: Iterable<BacklogFinding>, options: BacklogOptions): RankedBacklog {
  const gathered = new Map<string, Gathered>();
  for (const member of findings) {
    const act = describe(member.finding, options);
    const known = gathered.get(act.id);
    if (known) known.members.push(member);
    else gathered.set(act.id, { act, members: [member] });
  }
  const [all, open] = [new RowSum(options), new RowSum(options)];
  const items: BacklogItem[] = [];
  let settledCost = 0;
  for (const { act, members } of gathered.values()) {
    all.begin();
    open.begin();
    // What counts row by row goes before what does not: of the same rows, the former is what they cost.
    for (const { finding, open: left } of members.filter(({ finding: { scope } }) => scope !== 'segment')) {
      const perRow = chanceWrong(finding) * costOf(finding, act, options);
      all.add(concerned(finding, finding.rows), perRow);
      open.add(concerned(finding, left), perRow);
      // A finding of a column or of the dataset has no rows: it counts as one.
      if (finding.rows.length === 0) open.cost += perRow;
    }
    for (const { finding, open: left } of members.filter(({ finding: { scope } }) => scope === 'segment')) {
      // It is about a share of the rows, not about each of them: it counts as one, too.
      const cost = chanceWrong(finding) * costOf(finding, act, options);
      all.add(finding.rows, 0);
      open.add(left, 0);
      if (finding.rows.length > 0) all.cost += cost;
      if (finding.rows.length === 0 || left.length > 0) open.cost += cost;
    }
    settledCost += Math.max(0, all.cost - open.cost);
    items.push({ ...act, ...ofMembers(members, act), rows: open.rows, decided: all.rows - open.rows, cost: open.cost, findings: members.length });
  }
  const left = items.filter(({ cost }) => cost > 0).sort((a, b) => b.cost - a.cost || b.rows - a.rows || (a.id < b.id ? -1 : 1));
  return { items: left, cost: left.reduce((sum, { cost }) => sum + cost, 0), settledCost };
}

/** Distinct rows of one act after the other, and what they cost: one number a row is held, whatever number of acts there are. */
class RowSum {
  rows = 0;
  cost = 0;
  readonly #weights: Float32Array | null;
  readonly #seen: Uint32Array;
  #act = 0;

  constructor({ weights, records }: BacklogOptions) {
    this.#weights = weights ?? null;
    this.#seen = new Uint32Array(records + 1);
  }

  begin(): void {
    this.rows = this.cost = 0;
    this.#act++;
  }

  add(rows: Int32Array, perRow: number): void {
    for (const row of rows) {
      if (this.#seen[row] === this.#act) continue;
      this.#seen[row] = this.#act;
      this.rows++;
      this.cost += perRow * (this.#weights?.[row] ?? 1);
    }
  }
}

function describe(finding: KeptFinding, { label, titleOf }: BacklogOptions): Act {
  const { check, column, suggestion } = finding;
  const given = givenLabel(finding);
  if (suggestion?.act === 'relabel' && given !== undefined) {
    const { to } = suggestion;
    const about = column ?? label;
    return { id: JSON.stringify(['relabel', given, to]), act: 'relabel', given, suggested: to, title: '', ...(about !== undefined && { column: about }) };
  }
  const act = suggestion?.act === 'exclude' || suggestion?.act === 'relabel' ? suggestion.act : 'review';
  const about = column === undefined || column === label ? '' : ` · ${column}`;
  return { id: JSON.stringify([check, column ?? null]), act, title: `${titleOf(check)}${about}`, ...(column !== undefined && { column }) };
}

/** What follows from all the findings of an act. */
function ofMembers(
  members: readonly BacklogFinding[],
  { given, suggested, column, title }: Act,
): Pick<BacklogItem, 'checks' | 'severity' | 'title' | 'filters'> {
  const checks = [...new Set(members.map(({ finding }) => finding.check))];
  const severity = members
    .map(({ finding }) => finding.severity)
    .reduce((worst, each) => (severityCosts[each] > severityCosts[worst] ? each : worst));
  const by = checks.length === 1 ? { check: checks[0]! } : {};
  if (given === undefined || suggested === undefined)
    return { checks, severity, title, filters: [{ kind: 'flagged', ...by, ...(column !== undefined && { column }) }] };
  return {
    checks,
    severity,
    title: checks.some((check) => oneName.has(check))
      ? `Rename “${given}” to “${suggested}”`
      : `“${given}” that is probably “${suggested}”`,
    filters: [
      ...(column === undefined ? [] : [{ kind: 'values' as const, column, values: [given] }]),
      { kind: 'flagged', ...by, suggested },
    ],
  };
}

/** Checks that are about the name of a label: one act renames it everywhere. */
const oneName = new Set(['label-variant', 'unknown-label']);

function givenLabel({ evidence }: KeptFinding): string | undefined {
  const given = evidence['given'] ?? evidence['label'];
  return typeof given === 'string' ? given : undefined;
}

/** Of copies, the ones that are too many; else the rows themselves. */
function concerned({ suggestion }: KeptFinding, rows: Int32Array): Int32Array {
  return suggestion?.act === 'exclude' && suggestion.keep !== undefined ? rows.filter((row) => row !== suggestion.keep) : rows;
}

/** How likely a row of the finding is wrong. */
function chanceWrong({ check, score, evidence, suggestion }: KeptFinding): number {
  const wrong = evidence['wrong'];
  if (check === 'label-error' && typeof wrong === 'number') return wrong;
  // Of rows that contradict each other, those are wrong that are not of the majority.
  if (check === 'conflicting-label' && suggestion?.act === 'relabel' && suggestion.share !== undefined) return 1 - suggestion.share;
  return score;
}

function costOf(finding: KeptFinding, { given, suggested }: Pick<Act, 'given' | 'suggested'>, { costs }: BacklogOptions): number {
  if (given !== undefined && suggested !== undefined) return confusionCost(costs, given, suggested);
  return (costs?.default ?? 1) * (finding.suggestion?.act === 'relabel' ? 1 : severityCosts[finding.severity]);
}
