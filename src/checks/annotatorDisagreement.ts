import { labelsOf, votesOf } from '../stats/annotations.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { needsAnnotators } from './parts/annotationLayout.ts';
import { type AnnotatorStudy, sharedStudy } from './parts/annotatorStudy.ts';
import { askOne, textIn } from './parts/ask.ts';
import { countOf, formatShare, listed, listedRows, quoted } from './parts/words.ts';

/**
 * Items on which too few of the annotators agree, and rows whose label is not what their annotators agree on. Suggests
 * the consensus with how sure it is; a review where the label is the consensus already, or as many people say something else.
 */
export const annotatorDisagreement = defineCheck({
  id: 'annotator-disagreement',
  title: 'Annotators disagree',
  description: 'Items to which people gave different labels, and rows whose label is not the one that their annotators agree on.',
  severity: 'warning',
  slow: true,
  defaults: { minAgreement: 0.8 },
  needs: needsAnnotators,
  async *run(context): AsyncGenerator<RawFinding> {
    const study = await sharedStudy(context);
    if ('why' in study) return context.skip(study.why);
    const given = await givenLabels(context, study);
    const { index } = study.annotations;
    for (let item = 0; item < index.items; item++) {
      const finding = findingOf(context, study, item, given?.get(item));
      if (finding) yield finding;
    }
  },
});

function findingOf(
  { dataset, options }: Pick<CheckContext<{ minAgreement: number }>, 'dataset' | 'options'>,
  study: AnnotatorStudy,
  item: number,
  given: string | null | undefined,
): RawFinding | null {
  const {
    annotations: { index, labels, rowsOf },
    consensus,
    quality,
  } = study;
  const all = labelsOf(index, item);
  const best = consensus[item]!;
  if (best < 0 || all < 2) return null;
  const votes = votesOf(index, item);
  const agreement = votes.reduce((a, b) => Math.max(a, b), 0) / all;
  const to = labels[best]!;
  const contradicts = given !== undefined;
  if (!contradicts && agreement >= Math.min(1, options.minAgreement)) return null;
  const ranked = Array.from(votes.keys())
    .filter((k) => votes[k]! > 0)
    .sort((a, b) => votes[b]! - votes[a]! || a - b);
  const tally = listed(
    ranked.map((k, place) => `${votes[k]!}${place === 0 ? (votes[k] === 1 ? ' says' : ' say') : ''} ${quoted(labels[k]!)}`),
  );
  const sure = quality[item]!;
  const { label } = dataset.roles;
  const rows = rowsOf(item);
  const where = listedRows(rows);
  const what =
    agreement === 1
      ? `${all === 2 ? 'both annotators' : `all ${countOf(all, 'annotator')}`} say ${quoted(to)}`
      : `of ${countOf(all, 'annotator')} ${tally}; the consensus is ${quoted(to)} (${sureWords(sure)})`;
  const isRight = study.annotations.layout.kind === 'columns' && !contradicts;
  // Where as many say something else, the consensus rests on who said it: a person should look.
  const isSplit = Array.from(votes.keys()).some((k) => k !== best && votes[k]! >= votes[best]!);
  return {
    scope: rows.length === 1 ? 'row' : 'rows',
    score: contradicts ? Math.max(0.5, Math.min(agreement, sure)) : 1 - Math.min(agreement, sure),
    ...(label !== undefined && { column: label }),
    message: `${where[0]!.toUpperCase()}${where.slice(1)}: ${what}${contradicts ? `, and the label is ${given === null ? 'missing' : quoted(given)}` : ''}.`,
    rows,
    suggestion: label === undefined || isRight || isSplit ? { act: 'review' } : { act: 'relabel', column: label, to, share: rounded(sure) },
    evidence: {
      votes: Object.fromEntries(ranked.map((k) => [labels[k]!, votes[k]!])),
      agreement,
      consensus: to,
      quality: rounded(sure),
      ...(contradicts && { given }),
    },
  };
}

const rounded = (share: number): number => Math.round(share * 1e4) / 1e4;
const sureWords = (share: number): string => (share > 0.9995 ? 'more than 99.9 % sure' : `${formatShare(share)} sure`);

/** Of a row an item: labels that are not the consensus, by item; null where the label column is itself one of the votes. */
async function givenLabels(
  { dataset, relation, signal }: CheckContext<{ minAgreement: number }>,
  { annotations, consensus }: AnnotatorStudy,
): Promise<Map<number, string | null> | null> {
  const { label } = dataset.roles;
  if (annotations.layout.kind !== 'columns' || label === undefined || annotations.layout.annotators.includes(label)) return null;
  const items = new Map<number, number>();
  for (let item = 0; item < annotations.index.items; item++) {
    const row = annotations.rowsOf(item)[0];
    if (row !== undefined) items.set(row, item);
  }
  const known = `(${annotations.labels.map((name) => relation.dialect.literal(name)).join(', ')})`;
  const text = `trim(${relation.dialect.text(label)})`;
  const strangers = await askOne(
    relation,
    `SELECT count(*) AS n, sum(CASE WHEN ${text} IN ${known} THEN 1 ELSE 0 END) AS known FROM ${relation.name} WHERE NOT ${relation.dialect.missing(label)}`,
    signal,
  );
  // A label column with names of its own is another question than the one that annotators answered.
  if (!(Number(strangers['known']) * 2 > Number(strangers['n']))) return null;
  const different = new Map<number, string | null>();
  for await (const chunk of relation.stream(`SELECT CAST(_row AS INTEGER) AS row, ${text} AS label FROM ${relation.name}`, [], signal)) {
    for (const { row, label: value } of chunk) {
      const item = items.get(Number(row));
      if (item === undefined || consensus[item]! < 0) continue;
      const given = textIn(value);
      if (given !== annotations.labels[consensus[item]!]) different.set(item, given === '' ? null : given);
    }
  }
  return different;
}
