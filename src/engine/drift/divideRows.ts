import { askOne, literals, numberIn, textIn } from '../../checks/parts/ask.ts';
import type { DriftSides } from '../../checks/parts/drift/driftSide.ts';
import { openRelationSide } from '../../checks/parts/drift/relationSide.ts';
import { splitKind } from '../../checks/parts/splits.ts';
import { countOf, listed, quoted } from '../../checks/parts/words.ts';
import type { Reference } from '../../core/reference.ts';
import { byColumn, type DriftSource } from './openSides.ts';

const mostSplits = 1000;

/** One split against all other rows that have one. Throws in words where there is no such split, or nothing beside it. */
export async function divideBySplit(source: DriftSource, wanted: string, signal: AbortSignal): Promise<DriftSides> {
  const { dataset: { roles: { split } }, relation } = source;
  if (split === undefined) throw new Error(`split:${wanted} names a split, and no column has the role split`);
  const { dialect, name } = relation;
  const counted = await relation.query(
    `SELECT DISTINCT ${dialect.text(split)} AS value FROM ${name} WHERE NOT ${dialect.missing(split)} ORDER BY 1 LIMIT ${mostSplits}`,
    [],
    signal,
  );
  const values = counted.map((row) => textIn(row['value']) ?? '');
  const exact = values.filter((value) => value.trim().toLowerCase() === wanted.toLowerCase());
  const kind = splitKind(wanted);
  const chosen = exact.length > 0 ? exact : values.filter((value) => kind !== null && splitKind(value) === kind);
  const others = values.filter((value) => !chosen.includes(value));
  if (chosen.length === 0) throw new Error(`no row has the split ${quoted(wanted)}; ${quoted(split)} has ${listed(values.map(quoted), 8) || 'no values'}`);
  if (others.length === 0) throw new Error(`all rows are of the split ${quoted(wanted)}, so that there is nothing to compare with it`);
  const isChosen = `${dialect.text(split)} IN ${literals(relation, chosen)}`;
  return divide(
    source,
    split,
    { where: isChosen, name: `${split} = ${chosen.join(', ')}` },
    { where: `NOT ${dialect.missing(split)} AND NOT (${isChosen})`, name: `${split} = ${listed(others, 3)}` },
    signal,
  );
}

/** The rows of a window of time against all others that have a time. Throws in words where the column is not there or holds no times. */
export async function divideByTime(
  source: DriftSource,
  { column, from, to, words }: Extract<Reference, { kind: 'time' }>,
  signal: AbortSignal,
): Promise<DriftSides> {
  const { dataset, relation } = source;
  const found = dataset.columns.find(({ name }) => name === column);
  if (!found)
    throw new Error(
      `there is no column ${quoted(column)}; there are ${listed(
        dataset.columns.map(({ name }) => quoted(name)),
        12,
      )}`,
    );
  const time = relation.dialect.time(column);
  const literal = (at: number): string => relation.dialect.literal(at);
  const inWindow = [
    ...(from === undefined ? [] : [`${time} >= ${literal(from)}`]),
    ...(to === undefined ? [] : [`${time} < ${literal(to)}`]),
  ].join(' AND ');
  const counts = await askOne(
    relation,
    `SELECT count(*) AS n, sum(CASE WHEN ${time} IS NOT NULL THEN 1 ELSE 0 END) AS timed, sum(CASE WHEN ${relation.dialect.missing(column)} THEN 1 ELSE 0 END) AS missing FROM ${relation.name}`,
    signal,
  );
  const timed = numberIn(counts['timed']) || 0;
  const unread = numberIn(counts['n']) - timed - (numberIn(counts['missing']) || 0);
  if (timed === 0) throw new Error(`${quoted(column)} holds no dates that can be read: write them as 2024-01-31, or all in one form`);
  const sides = await divide(
    source,
    column,
    { where: inWindow, name: words },
    { where: `${time} IS NOT NULL AND NOT (${inWindow})`, name: `the other rows by ${column}` },
    signal,
  );
  const notes =
    unread > 0
      ? [
          `${countOf(unread, 'row')} ${unread === 1 ? 'has' : 'have'} a date in ${quoted(column)} that is written in another form and cannot be read: ${unread === 1 ? 'it is' : 'they are'} on neither side.`,
        ]
      : [];
  return { ...sides, notes };
}

interface Part {
  readonly where: string;
  readonly name: string;
}

async function divide({ dataset, profiles, relation }: DriftSource, column: string, reference: Part, current: Part, signal: AbortSignal): Promise<DriftSides> {
  const side = (part: Part) => openRelationSide({ ...part, dataset, profiles: byColumn(profiles), relation, signal });
  return { reference: await side(reference), current: await side(current), currentWhere: current.where, dividing: [column], notes: [] };
}
