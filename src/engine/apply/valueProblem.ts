import type { Dataset } from '../../core/dataset.ts';
import type { Column } from '../../core/schema.ts';
import { EditError } from '../../formats/edit/editError.ts';
import { type EditableFormat, recordEditor } from '../../formats/edit/recordEditor.ts';
import { encodeText } from '../../formats/edit/recordText.ts';
import type { ApplySource } from './applySource.ts';
import type { TryCell } from './columnarCells.ts';

/** Why a text cannot be written into a column, in words without the column's name; null where it can. */
export type ValueProblem = (column: Column, value: string | null) => string | null;

/** Those of a file that is open, by the table that was read of it. */
const known = new WeakMap<ApplySource['table'], Promise<ValueProblem>>();

/** Whether texts can be written into columns at all: tried on an empty record, or by the types that a columnar file declares. */
export function valueProblem({ dataset, table, version }: ApplySource): Promise<ValueProblem> {
  const found = known.get(table) ?? findProblem(dataset, version.path);
  known.set(table, found);
  found.catch(() => known.delete(table));
  return found;
}

async function findProblem(dataset: Dataset, path: string): Promise<ValueProblem> {
  const attempt = await tryCell(dataset, path);
  const problems = new Map<string, string | null>();
  return (column, value) => {
    const name = JSON.stringify([column.index, value]);
    if (!problems.has(name)) problems.set(name, problemOf(() => attempt(column, value)));
    return problems.get(name) ?? null;
  };
}

async function tryCell({ format, text = {}, columns }: Dataset, path: string): Promise<TryCell> {
  // The packages that it takes are large.
  if (format === 'parquet' || format === 'arrow') return (await import('./columnarCells.ts')).columnarCells(path, format);
  if (!isEditable(format)) return () => undefined;
  const editor = recordEditor(format, text, columns);
  const empty = format === 'csv' || format === 'tsv' ? new Uint8Array() : encodeText('{}', text.encoding ?? 'utf-8');
  return ({ index }, value) => (value === null ? undefined : void editor.edit(empty, { cells: new Map([[index, value]]) }));
}

/** Whether records are edited as stretches of text; formats of columns are written anew. */
export function isEditable(format: Dataset['format']): format is EditableFormat {
  return format === 'csv' || format === 'tsv' || format === 'jsonl' || format === 'json';
}

function problemOf(attempt: () => void): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof EditError) return error.message;
    throw error;
  }
}
