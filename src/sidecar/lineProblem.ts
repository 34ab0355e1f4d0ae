import { acts } from '../core/decision.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The version that this Winnow writes. */
export const sidecarVersion = 1;

/** Why a header is not quite one, or undefined. It is used all the same. */
export function headerProblem(header: Fields): string | undefined {
  const version = header['winnow'];
  if (typeof version !== 'number') return 'the header’s “winnow” is not a number';
  if (version > sidecarVersion)
    return `written by a newer Winnow (format ${version}; this one knows ${sidecarVersion}); what is known of it is used, the rest kept`;
  return undefined;
}

/** Why a line is not a decision, or undefined. Of an act that is not known only the id is asked. */
export function decisionProblem(fields: Fields): string | undefined {
  if (typeof fields['id'] !== 'string' || fields['id'] === '') return '“id” is missing';
  if (typeof fields['act'] !== 'string') return '“act” is missing';
  const act = acts.find((known) => known === fields['act']);
  if (!act) return undefined;
  if (typeof fields['at'] !== 'string' || Number.isNaN(Date.parse(fields['at']))) return '“at” is not a time';
  if (!isRowKey(fields['row'])) return '“row” is not an object of texts and numbers';
  for (const name of ['column', 'by', 'why', 'note'] as const) {
    if (fields[name] !== undefined && typeof fields[name] !== 'string') return `“${name}” is not a text`;
  }
  for (const name of ['from', 'to'] as const) {
    if (fields[name] !== undefined && fields[name] !== null && typeof fields[name] !== 'string') return `“${name}” is neither a text nor null`;
  }
  if ((act === 'relabel' || act === 'set' || act === 'annotate') && fields['to'] === undefined) return `“${act}” without “to”`;
  if ((act === 'set' || act === 'annotate') && fields['column'] === undefined) return `“${act}” without “column”`;
  if (act === 'retract' && typeof fields['retracts'] !== 'string') return '“retract” without “retracts”, the id of what is taken back';
  return act === 'apply' ? applyProblem(fields) : segmentProblem(fields['segment']);
}

function applyProblem({ applied, moved = [], before, after, sizes = [0, 0] }: Fields): string | undefined {
  if (!isList(applied) || !applied.every((id) => typeof id === 'string')) return '“apply” without “applied”, the ids of what was applied';
  if (typeof before !== 'string' || typeof after !== 'string') return '“apply” without “before” and “after”, the hashes of the file';
  if (
    !isList(moved) ||
    !moved.every((pair) => isList(pair) && pair.length === 2 && isRowKey(pair[0]) && (pair[1] === null || isRowKey(pair[1])))
  )
    return '“moved” is not a list of keys before and after';
  return isList(sizes) && sizes.length === 2 && sizes.every((size) => typeof size === 'number') ? undefined : '“sizes” is not two numbers';
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function segmentProblem(segment: unknown): string | undefined {
  if (segment === undefined) return undefined;
  if (isObject(segment) && typeof segment['column'] === 'string' && (segment['value'] === null || typeof segment['value'] === 'string')) return undefined;
  return '“segment” is not a column and a value';
}

function isRowKey(row: unknown): boolean {
  return isObject(row) && Object.values(row).every((value) => typeof value === 'string' || typeof value === 'number');
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
