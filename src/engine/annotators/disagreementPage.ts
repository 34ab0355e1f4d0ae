import type { AnnotatorStudy } from '../../checks/parts/annotatorStudy.ts';
import { contentColumns } from '../../core/roles.ts';
import { voteOf } from '../../core/annotations.ts';
import type { Decision } from '../../core/decision.ts';
import type { AdjudicationTarget, Disagreement, Disagreements, Vote } from '../../protocol/labelMethods.ts';
import { cellCodes } from '../../formats/format.ts';
import { readCells } from '../cells.ts';
import type { AnnotatorSource } from './annotators.ts';

export interface DisagreementQuery {
  readonly offset: number;
  readonly limit: number;
  /** Items that this person labelled otherwise than the consensus says. */
  readonly annotator?: string;
  /** The label column where it is absent. */
  readonly into?: AdjudicationTarget;
}

/** The most that one page holds. */
const largestPage = 500;
const previewLength = 300;
const longestLabel = 10_000;
const why = 'annotator-disagreement';

/** Items on which people disagree, the least sure consensus first. `left`: those that wait for a decision. */
export async function disagreementPage(study: AnnotatorStudy, source: AnnotatorSource, query: DisagreementQuery, signal: AbortSignal): Promise<Disagreements> {
  const { label } = source.dataset.roles;
  const { into = { label: true } } = query;
  const isDecided = (item: number): boolean => {
    const rows = study.annotations.rowsOf(item);
    return rows.length > 0 && rows.every((row) => isSettled(source.decisions.get(row) ?? [], label, into));
  };
  const listed = query.annotator === undefined ? study.disagreeing : otherwiseSaid(study, query.annotator);
  const left = listed.reduce((count, item) => count + (source.decisions.size > 0 && isDecided(item) ? 0 : 1), 0);
  const page = listed.subarray(query.offset, query.offset + Math.min(largestPage, query.limit));
  const previews = await previewsOf(study, source, page, signal);
  const given = await givenLabels(study, source, page, signal);
  const { labels, rowsOf } = study.annotations;
  const items = Array.from(page, (item, place): Disagreement => {
    const rows = rowsOf(item);
    return {
      row: rows[0]!, rows: Array.from(rows), votes: votesOfItem(study.annotations, item),
      given: given[place]!,
      relabelled: Array.from(rows).flatMap((row) => relabels(source.decisions.get(row) ?? [], label).map(({ id, to }) => ({ row, id, to: to ?? null }))),
      filledIn: into.column === undefined ? [] : Array.from(rows).flatMap((row) => filledIn(row, source.decisions.get(row) ?? [], into.column!)),
      consensus: labels[study.consensus[item]!]!,
      quality: study.quality[item]!,
      preview: previews[place]!,
      decided: isDecided(item),
    };
  });
  return { total: listed.length, left, items };
}

export function votesOfItem({ index, annotators, labels }: AnnotatorStudy['annotations'], item: number): Vote[] {
  const votes: Vote[] = [];
  for (let at = index.start[item]!; at < index.start[item + 1]!; at++)
    votes.push({ annotator: annotators[index.annotator[at]!]!, label: labels[index.label[at]!]! });
  return votes;
}

function relabels(decisions: readonly Decision[], label: string | undefined): Decision[] {
  return decisions.filter(({ act, column }) => (act === 'relabel' && column === undefined) || ((act === 'relabel' || act === 'set') && column === label));
}

/** What people filled into an annotation column of a row, oldest first. */
function filledIn(row: number, decisions: readonly Decision[], column: string): Disagreement['filledIn'] {
  return decisions.flatMap((decision) => {
    const vote = voteOf(decision);
    return vote?.column === column ? [{ row, to: vote.value, ...(vote.by !== '' && { by: vote.by }) }] : [];
  });
}

/** Whether what answers go into has one, or the row is one that has none. */
function isSettled(decisions: readonly Decision[], label: string | undefined, into: AdjudicationTarget): boolean {
  if (decisions.some(({ act }) => act === 'ambiguous' || act === 'exclude')) return true;
  if (into.label && !decisions.some((decision) => settles(decision, label))) return false;
  return into.column === undefined ? into.label : filledIn(0, decisions, into.column).length > 0;
}

/** Whether a decision on a row answers what its label is. */
function settles(decision: Decision, label: string | undefined): boolean {
  switch (decision.act) {
    case 'relabel':
    case 'set':
      return relabels([decision], label).length > 0;
    case 'accept':
      return decision.why === why || (decision.why === undefined && (decision.column === undefined || decision.column === label));
    default:
      return false;
  }
}

function otherwiseSaid({ annotations: { index, annotators }, consensus, disagreeing }: AnnotatorStudy, name: string): Int32Array {
  const who = annotators.indexOf(name);
  return disagreeing.filter((item) => {
    for (let at = index.start[item]!; at < index.start[item + 1]!; at++) if (index.annotator[at] === who) return index.label[at] !== consensus[item];
    return false;
  });
}

/** The content of each item's first row; where no column has it, all that is not about the labelling. */
async function previewsOf(
  { annotations: { rowsOf, layout } }: AnnotatorStudy,
  { table, dataset }: AnnotatorSource,
  items: Int32Array,
  signal: AbortSignal,
): Promise<string[]> {
  const names = table.columns.map(({ name }) => name);
  const content = dataset.roles.content.length > 0 || layout.kind === 'columns' ? contentColumns(names, dataset.roles) : layout.item;
  const columns = content.slice(0, 6);
  const rows = Int32Array.from(items, (item) => rowsOf(item)[0]!);
  const { text } = await readCells(table, rows, columns, previewLength, signal);
  return Array.from(rows, (_, place) => {
    const cells = columns.map((column, at) =>
      columns.length > 1 || dataset.roles.content.length === 0 ? `${column}: ${text[at]![place]!}` : text[at]![place]!,
    );
    return cells.join(' · ').slice(0, previewLength + 1);
  });
}

async function givenLabels(
  { annotations: { rowsOf } }: AnnotatorStudy,
  { table, dataset }: AnnotatorSource,
  items: Int32Array,
  signal: AbortSignal,
): Promise<(string | null)[][]> {
  const { label } = dataset.roles;
  if (label === undefined) return Array.from(items, () => []);
  const lists = Array.from(items, (item) => rowsOf(item));
  const rows = Int32Array.from(lists.flatMap((list) => Array.from(list)));
  const {
    text: [texts = []],
    codes: [codes],
  } = await readCells(table, rows, [label], longestLabel, signal);
  let at = 0;
  return lists.map((list) => Array.from(list, () => (codes?.[at] === cellCodes.value ? texts[at++]! : (at++, null))));
}
