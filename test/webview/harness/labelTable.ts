import type { Finding } from '../../../src/core/finding.ts';
import type { FindingGroup, FindingSummary } from '../../../src/protocol/findingMethods.ts';
import type { LabelEvidence, LabelHealth } from '../../../src/protocol/labelMethods.ts';
import type { DocumentState, HostMethods } from '../../../src/protocol/methods.ts';
import type { Handlers } from '../../../src/protocol/rpc.ts';
import type { MemoryTable } from './memoryTable.ts';

const labels = ['billing', 'delivery', 'login', 'refund', 'returns', 'other'];
const texts = [
  'Charged twice for one order, please look at the second payment',
  'Parcel says delivered but nothing is here since Tuesday',
  'Cannot sign in after the update',
  'I would like my money back for the blue lamp',
  'How do I send back a jacket that is too small',
  'The courier left the box in the rain and it is soaked',
];
const counts = [[0, 15, 2, 27, 1, 6], [3, 0, 1, 2, 14, 3], [6, 1, 0, 1, 0, 4], [31, 3, 0, 0, 12, 2], [1, 22, 0, 9, 0, 1], [5, 2, 7, 1, 1, 0]];

/** What a memory host says of labels; `position` is where the slider stands. */
export interface MemoryLabels {
  readonly health: (position: number) => LabelHealth;
  readonly evidence: (row: number) => LabelEvidence;
}

/** Tickets with a finding of every check that there may be, suspects among the labels, and reasons for them. */
export function labelTable(): MemoryTable & { readonly labels: MemoryLabels } {
  const rows = Array.from({ length: 240 }, (_, index) => [
    String(index + 1),
    texts[index % 6]!,
    labels[(index * 5) % 6]!,
    index % 3 === 0 ? 'DE' : 'FR',
    String(index / 100),
  ]);
  const basis = { kind: 'all', rows: rows.length } as const;
  const suspects = Array.from({ length: 24 }, (_, index): Finding => {
    const row = index * 9 + 2;
    const given = rows[row - 1]![2]!;
    const to = labels[(labels.indexOf(given) + 1) % 6]!;
    const share = 0.98 - index / 60;
    return {
      check: 'label-error',
      severity: 'warning',
      scope: 'row',
      score: share,
      column: 'label',
      message: `“${to}” is more likely (p ${share.toFixed(2).slice(1)}) than “${given}” (p .02).`,
      rows: [{ row, line: row + 1 }],
      suggestion: { act: 'relabel', column: 'label', to, share },
      evidence: { probabilities: { [to]: share, [given]: 0.02 }, rule: 'low_self_confidence' },
      basis,
    };
  });
  const others = [
    'unreadable-row',
    'conflicting-label',
    'split-leakage',
    'near-duplicate',
    'exact-duplicate',
    'missing-value',
    'type-mismatch',
    'label-variant',
    'outlier-value',
    'unusual-text',
    'class-imbalance',
    'ambiguous-row',
    'low-label-confidence',
    'annotator-disagreement',
    'weak-annotator',
    'personal-data',
    'unknown-label',
    'constant-column',
  ];
  const rest = others.map((check, index): Finding => ({
    check, severity: index < 3 ? 'error' : index < 11 ? 'warning' : 'info', scope: 'rows', score: 1 - index / 20, message: `What ${check} says of these rows.`,
    rows: Array.from({ length: (others.length - index) * 2 }, (_, place) => ({ row: place * 7 + index + 1 })), evidence: {}, basis,
  }));
  return {
    name: 'support-tickets.csv',
    columns: ['id', 'text', 'label', 'country', 'score'],
    rows,
    findings: [...suspects, ...rest],
    labels: { health, evidence: (row) => evidenceOf(row, rows[row - 1]![2]!) },
  };
}

function health(position: number): LabelHealth {
  const noise = [0.083, 0.041, 0.022, 0.118, 0.094, 0.061];
  return {
    source: {
      kind: 'text',
      words: 'Winnow’s text model on “text”, 5 folds, seed 1',
      rows: 8900,
      leftOut: [
        { why: 'they have no label', rows: 100 },
        { why: 'their label has one row', rows: 12 },
      ],
      accuracy: 0.869,
      logLoss: 0.42,
      folds: 5,
      seed: 1,
      suspects: false,
      guessing: false,
      notes: [],
    },
    noise: { estimate: 0.061, low: 0.052, high: 0.07, before: 0.098 },
    classes: labels.map((label, index) => ({
      label,
      rows: 3100 - index * 480,
      noise: noise[index]!,
      flagged: counts[index]!.reduce((sum, count) => sum + count, 0),
      noiseBefore: noise[index]! * (index === 2 ? 1 : 1.6) - (index === 5 ? 0.05 : 0),
      confusion: { label: labels[counts[index]!.indexOf(Math.max(...counts[index]!))]!, rows: Math.max(...counts[index]!) },
    })),
    matrix: { labels, counts, otherLabels: 3 },
    positions: Array.from({ length: 11 }, (_, index) => ({
      rows: 182 + index * 46,
      expected: 171 + index * 46 * (0.7 - index * 0.05),
      least: 150 + index * 4,
      recall: 0.31 + index * 0.035,
    })),
    position,
  };
}

function evidenceOf(row: number, given: string): LabelEvidence {
  const suggested = labels[(labels.indexOf(given) + 1) % 6]!;
  const unlikely = labels.filter((label) => label !== given && label !== suggested).slice(0, 3);
  return {
    row,
    given,
    suggested,
    rival: suggested,
    probabilities: [
      { label: suggested, probability: 0.91 },
      ...unlikely.map((label, index) => ({ label, probability: 0.03 - index / 100 })),
      { label: given, probability: 0.02 },
    ],
    neighbours: [
      { row: 12, label: suggested, text: 'Charged two times, see the second payment please', similarity: 0.93 },
      { row: 77, label: suggested, text: 'Look at the payment of my order: it was charged twice', similarity: 0.88 },
      { row: 101, label: given, text: 'A second order that I never made', similarity: 0.61 },
      { row: 140, label: 'other', text: 'One order, two parcels', similarity: 0.52 },
      { row: 9, label: null, text: 'Payment?', similarity: 0.4 },
    ],
    among: { rows: 50_000, of: 80_000 },
    terms: [
      { term: 'charged twice', weight: 2.1 },
      { term: 'payment', weight: 1.6 },
      { term: 'second', weight: 0.5 },
      { term: 'look', weight: -0.9 },
      { term: 'please', weight: -0.3 },
    ],
    columns: {
      by: 'extra-trees and logistic regression',
      weights: [
        { column: 'score', value: '0.02', weight: Math.log(7.5) },
        { column: 'country', value: null, weight: -Math.log(1.5) },
        { column: 'channel of the first contact', value: 'a form that was filled in at the counter of the town hall', weight: Math.log(1.2) },
      ],
    },
    votes: [
      { annotator: 'ada', label: suggested },
      { annotator: 'bob', label: given },
      { annotator: 'eve', label: suggested },
    ],
  };
}

const titles: Readonly<Record<string, string>> = {
  'label-error': 'Label is probably wrong',
  'near-duplicate': 'Almost the same content',
  'conflicting-label': 'Same content, different labels',
  'annotator-disagreement': 'Annotators disagree about the label',
};

/** The answers of a memory host about labels; the slider stays where it was put. */
export function labelHandlers(
  { health: at, evidence }: MemoryLabels,
  calls: string[],
  push: (patch: Partial<DocumentState>) => void,
): Pick<Handlers<HostMethods>, 'labelHealth' | 'setRecall' | 'labelEvidence'> {
  let position = 4;
  let revision = 1000;
  return {
    labelHealth: () => at(position),
    setRecall: (params) => {
      ({ position } = params);
      calls.push(`setRecall ${position}`);
      push({ revision: ++revision });
      return { groups: [], open: { error: 0, warning: 0, info: 0 }, openRows: 0, skipped: [], seconds: 0 };
    },
    labelEvidence: ({ row }) => {
      calls.push(`labelEvidence ${row}`);
      return evidence(row);
    },
  };
}

/** A memory host has a group for each finding; the engine has one for each check. */
export function groupedByCheck(summary: FindingSummary): FindingSummary {
  const groups = new Map<string, FindingGroup>();
  for (const group of summary.groups) {
    const { check } = group;
    const before = groups.get(check) ?? { ...group, title: titles[check] ?? check.replaceAll('-', ' '), findings: 0, rows: 0, closed: 0, suggested: 0 };
    groups.set(check, {
      ...before,
      findings: before.findings + group.findings,
      rows: before.rows + group.rows,
      closed: before.closed + group.closed,
      suggested: before.suggested + group.suggested,
      maxScore: Math.max(before.maxScore, group.maxScore),
      ...(group.suggested > 0 ? { suggestion: 'take the suggested label' } : {}),
    });
  }
  const open = { error: 0, warning: 0, info: 0 };
  for (const { severity, findings } of groups.values()) open[severity] += findings;
  return { ...summary, groups: [...groups.values()], open };
}
