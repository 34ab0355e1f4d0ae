import type { ColumnDrift, DriftReport } from '../../../src/core/drift.ts';
import type { FileVersion, VersionSummary } from '../../../src/core/fileVersion.ts';
import type { HostHistoryMethods } from '../../../src/protocol/historyMethods.ts';
import type { Handlers } from '../../../src/protocol/rpc.ts';

const hashOf = (place: number): string => String(place).padStart(2, '0').repeat(20);
const subjects = ['Relabel refunds', 'Add the November tickets', 'Fix “lable”', 'Rename the file', 'Not here', 'First tickets'];

/** Sixty versions: of the first five all is known in time, the fifth cannot be read, the fourth had another name. */
const versions: readonly FileVersion[] = Array.from({ length: 60 }, (_, place) => ({
  commit: hashOf(place + 1), date: `2026-${String(11 - Math.floor(place / 6)).padStart(2, '0')}-${String(28 - (place % 27)).padStart(2, '0')}T10:41:00+01:00`,
  author: place % 3 === 0 ? 'Ada Lovelace' : 'Grace Hopper', email: 'ada@example.org', subject: subjects[place] ?? `Version ${60 - place}`,
  path: place < 3 ? 'reviews.csv' : 'old/tickets.csv', blob: `b${place}`,
}));

function summaryOf(place: number): VersionSummary {
  const rows = 2000 - place * 25;
  const shares = place === 0 ? [0.5, 0.3, 0.15, 0.05] : [0.42, 0.34, 0.18, 0.06];
  return {
    bytes: rows * 90,
    hash: `h${place}`,
    rows,
    unreadable: place === 1 ? 3 : 0,
    columns: place < 3 ? ['id', 'text', 'label', 'country'] : ['id', 'text', 'lable', 'country'],
    label: place < 3 ? 'label' : 'lable',
    labels: ['delivery', 'billing', 'refund', null].map((value, index) => ({ value, count: Math.round(rows * shares[index]!) })),
    otherLabels: 0,
  };
}

/** Two columns, of which `country` drifts where it is said to. */
function driftOf(reference: string, drifts: boolean): DriftReport {
  const column = { values: { reference: 1975, current: 2000 }, unseen: [], unseenValues: 0 };
  const country: ColumnDrift = {
    ...column,
    column: 'country',
    role: 'feature',
    kind: 'category',
    method: 'Jensen–Shannon',
    statistic: 0.24,
    drifted: drifts,
    bars: { values: ['DE', 'FR'], reference: [0.7, 0.3], current: [0.5, 0.5] },
    message: `“country” drifted against ${reference}: “FR” has 50 % of the values where it had 30 %.`,
  };
  const label: ColumnDrift = {
    ...column,
    column: 'label',
    role: 'label',
    kind: 'category',
    method: 'Jensen–Shannon',
    statistic: 0.02,
    drifted: false,
    message: '“label” is steady.',
  };
  return {
    reference: { name: reference, rows: 1975 },
    current: { name: 'now', rows: 2000 },
    schema: [],
    missing: [],
    columns: [label, country],
    tested: 2,
    drifted: drifts ? 1 : 0,
    datasetDrift: false,
    notes: ['Numbers are compared by their quantiles, texts by their lengths.'],
    verdict: { verdict: 'fine', reasons: [] },
  };
}

/** A history in memory; `note` is told what the page asks for. */
export function memoryHistory(note: (call: string) => void): Handlers<HostHistoryMethods> {
  const place = (commit: string): number => versions.findIndex((version) => version.commit === commit);
  return {
    history: ({ limit }) => ({
      changed: true,
      current: { ...summaryOf(0), rows: 2004 },
      versions: versions.slice(0, limit),
      more: versions.length > limit,
      shallow: versions.length <= limit,
      lineage: [
        {
          at: '2026-11-20T09:12:00.000Z',
          by: 'Ada Lovelace <ada@example.org>',
          decisions: 12,
          before: 'h1',
          after: 'h0',
          tool: 'winnow 0.2.0',
        },
      ],
    }),
    describeVersion({ commit }) {
      note(`describeVersion ${place(commit)}`);
      if (place(commit) === 4) throw new Error('Git LFS keeps this version (123,456,789 bytes), and it is not on this machine.');
      return summaryOf(place(commit));
    },
    versionDrift({ commit, before }) {
      note(`versionDrift ${place(commit)} ${place(before)}`);
      if (place(commit) === 2) return { why: 'What was read of these versions cannot be kept.' };
      return driftOf(before.slice(0, 7), place(commit) === 0);
    },
    openVersion: ({ commit }) => note(`openVersion ${place(commit)}`),
    compareVersion: ({ commit }) => note(`compareVersion ${place(commit)}`),
    pastRow: ({ commit, row }) => {
      note(`pastRow ${place(commit)} ${row}`);
      if (place(commit) === 1) return { why: 'That version has no row with id 3, or several.', cells: [], uncompared: [] };
      return {
        row: row + 4,
        cells: [
          { column: 'label', now: 'pos', then: 'neg' },
          { column: 'text', now: 'what it says', then: null },
        ],
        uncompared: ['country'],
      };
    },
  };
}
