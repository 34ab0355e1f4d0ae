import type { Dataset } from '../../../src/core/dataset.ts';
import type { DecisionDraft } from '../../../src/core/decision.ts';
import type { ColumnProfile, ValueCount } from '../../../src/core/profile.ts';
import type { TaxonomyChange } from '../../../src/core/taxonomy.ts';
import type { FindingGroup, FindingSummary } from '../../../src/protocol/findingMethods.ts';
import { startingState, type DocumentState, type HostMethods } from '../../../src/protocol/methods.ts';
import type { Handlers } from '../../../src/protocol/rpc.ts';
import { memoryDistributions } from './memoryDistributions.ts';
import { memoryHistory } from './memoryHistory.ts';
import { MemoryDecisions, type MemoryTable } from './memoryTable.ts';

/** What a test looks at: everything that the page has asked the host to do. */
export interface Asked {
  readonly drafts: DecisionDraft[];
  readonly roles: HostMethods['setRoles']['params'][];
  readonly taxonomy: TaxonomyChange[];
  readonly calls: string[];
}

/** The extension host's side of the protocol over a table in memory. `push` sends a patch of the state to the page. */
export function memoryHost(
  table: MemoryTable,
  push: (patch: Partial<DocumentState>) => void,
  start: Partial<DocumentState>,
): { handlers: Handlers<HostMethods>; asked: Asked } {
  const decisions = new MemoryDecisions(table);
  const asked: Asked = { drafts: [], roles: [], taxonomy: [], calls: [] };
  let revision = 1;
  let annotations = start.annotations ?? [];
  const changed = (): void => push({ revision: ++revision, findings: summaryOf(table, decisions), decisions: standing() });
  const standing = (): DocumentState['decisions'] => ({
    ...startingState.decisions,
    sidecar: `${table.name}.winnow.jsonl`,
    unsaved: decisions.all.length,
    decidedRows: new Set(decisions.inForce.map(({ row }) => row['id'])).size,
    ...start.decisions,
  });
  const note = (name: string) => (): void => void asked.calls.push(name);
  const cells = (rows: readonly number[], columns: readonly string[]): { text: string[]; codes: Uint8Array }[] => columns.map((column) => {
    const values = rows.map((row) => table.rows[row - 1]![table.columns.indexOf(column)] ?? null);
    return { text: values.map((value) => value ?? ''), codes: Uint8Array.from(values, (value) => (value === null ? 1 : 0)) };
  });
  const handlers: Handlers<HostMethods> = {
    ready: () => ({
      ...startingState, name: table.name, phase: 'ready', dataset: datasetOf(table), profiles: profilesOf(table), findings: summaryOf(table, decisions),
      labels: counts(table, 'label'), revision, ...start, decisions: standing(),
    }),
    window: ({ view, offset, limit, columns }) => {
      const all = decisions.rowsOf(view);
      const rows = all.slice(offset, offset + limit);
      return { total: all.length, offset, rows, cells: cells(rows, columns), marks: [] };
    },
    row: ({ row }) => ({
      row,
      line: row + 1,
      key: { id: String(row) },
      cells: table.columns.map((column, index) => ({ column, text: table.rows[row - 1]![index] ?? null })),
      decisions: decisions.of(row),
      findings: table.findings.flatMap((finding, index) => {
        const isOnRow = finding.rows.some((entry) => entry.row === row);
        return isOnRow ? [{ index, finding, title: finding.check, open: decisions.isOpen(finding, row) }] : [];
      }),
    }),
    positionOf: ({ view, row }) => {
      const position = decisions.rowsOf(view).indexOf(row);
      return position < 0 ? null : position;
    },
    find: () => null,
    values: ({ column }) => ({ values: counts(table, column), distinct: counts(table, column).length }),
    ...memoryDistributions(table),
    findings: ({ check, offset, limit }) => {
      const found = table.findings.flatMap((finding, index) => {
        const rows = decisions.openRows(finding);
        if ((check !== undefined && finding.check !== check) || rows.length === 0) return [];
        return [{ index, title: finding.check, finding: { ...finding, rows }, rowCount: rows.length, preview: table.rows[rows[0]!.row - 1]![1] ?? '' }];
      });
      return { total: found.length, findings: found.slice(offset, offset + limit) };
    },
    findingRows: ({ finding, offset, limit }) => {
      const rows = decisions.openRows(table.findings[finding]!);
      return { total: rows.length, rows: rows.slice(offset, offset + limit) };
    },
    backlog: () => null,
    labelHealth: () => ({ source: null, why: 'no column has the role label', classes: [], matrix: { labels: [], counts: [], otherLabels: 0 }, positions: [], position: 0 }),
    setRecall: () => summaryOf(table, decisions),
    labelEvidence: ({ row }) => ({ row, given: null, probabilities: [], neighbours: [], terms: [], votes: [] }),
    annotators: () => ({ why: 'no column has the role annotators', layout: 'columns', items: 0, votes: 0, labels: [], classes: [], krippendorff: null, fleiss: null, cohen: [], annotators: [], confusion: [], disagreeing: 0, method: '', notes: [] }),
    chooseCompare: () => undefined,
    ...memoryHistory((name) => void asked.calls.push(name)),
    compare: () => Promise.reject(new Error('There is nothing to compare with.')),
    comparedRows: () => ({ total: 0, rows: [] }),
    drift: () => ({ why: 'no reference is named' }),
    driftTimeline: () => ({ why: 'no column has the role time' }),
    labelTimeline: () => ({ why: 'no column has the role time' }),
    pickReference: () => null,
    nextToLabel: () => ({ why: 'every row has a label' }),
    planRedundancy: () => ({ why: 'there is a single row' }),
    writePlan: () => null,
    disagreements: () => ({ total: 0, left: 0, items: [] }),
    // A table in memory has no predictions; who asks all the same waits until it is stopped.
    evaluate: (_params, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    decide: ({ drafts, taxonomy }) => {
      asked.drafts.push(...drafts);
      if (taxonomy) asked.taxonomy.push(taxonomy);
      decisions.decide(drafts);
      changed();
    },
    undo: () => {
      decisions.undo();
      changed();
    },
    redo: () => {
      decisions.redo();
      changed();
    },
    setRoles: (params) => void asked.roles.push(params),
    addAnnotation: ({ column }) => {
      annotations = [...annotations, column];
      push({ annotations });
    },
    exactProfile: note('exactProfile'), preferColumns: note('preferColumns'), check: note('check'), cancel: note('cancel'), save: note('save'), takeOver: note('takeOver'), apply: note('apply'), openText: note('openText'), openSidecar: note('openSidecar'), openConfig: note('openConfig'), reload: note('reload'),
    copy: ({ text }) => void asked.calls.push(`copy ${text}`), saveFile: ({ name }) => name, saveRows: () => null, collect: () => ({ why: 'no column has the role label' }), sampleReport: () => ({ drawn: 0, rows: 0, cells: 0, short: [], shortTotal: 0, absentUncounted: false, notes: [] }), report: ({ message }) => console.error(message),
  };
  return { handlers, asked };
}

function datasetOf({ name, columns, rows }: MemoryTable): Dataset {
  return {
    path: `/${name}`,
    name,
    format: 'csv',
    bytes: 1,
    columns: columns.map((column, index) => ({ name: column, index, type: 'text' })),
    records: rows.length,
    rows: rows.length,
    unreadable: 0,
    hasLines: true,
    roles: { label: 'label', content: ['text'], id: 'id', segments: ['country'], probabilities: [], annotators: [] },
    inference: [
      { column: 'id', role: 'id', why: 'every value differs' },
      { column: 'text', role: 'content', why: 'long text' },
      { column: 'label', role: 'label', why: 'named “label”' },
      { column: 'country', role: 'segments', why: 'named “country”' },
    ],
    key: ['id'],
    notices: [],
  };
}

function counts({ rows, columns }: MemoryTable, column: string): ValueCount[] {
  const found = new Map<string | null, number>();
  for (const row of rows) {
    const value = row[columns.indexOf(column)] ?? null;
    found.set(value, (found.get(value) ?? 0) + 1);
  }
  return [...found].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

function profilesOf(table: MemoryTable): ColumnProfile[] {
  return table.columns.map((column) => {
    const top = counts(table, column);
    return {
      column,
      type: 'text',
      rows: table.rows.length,
      nulls: top.find(({ value }) => value === null)?.count ?? 0,
      blanks: 0,
      distinct: top.length,
      distinctIsExact: true,
      top: top.length < 20 ? top : [],
      histogram: [],
    };
  });
}

function summaryOf(table: MemoryTable, decisions: MemoryDecisions): FindingSummary {
  const groups = table.findings.map((finding): FindingGroup => {
    const rows = decisions.openRows(finding).length;
    const suggested = rows > 0 && finding.suggestion ? 1 : 0;
    return {
      check: finding.check,
      title: finding.check,
      description: 'Why it matters.',
      severity: finding.severity,
      findings: rows > 0 ? 1 : 0,
      rows,
      closed: rows > 0 ? 0 : 1,
      maxScore: finding.score,
      suggested,
    };
  });
  return {
    groups,
    open: { error: 0, warning: 0, info: 0 },
    openRows: 0,
    skipped: [{ check: 'split-leakage', why: 'no column has the role split' }],
    seconds: 0.1,
  };
}
