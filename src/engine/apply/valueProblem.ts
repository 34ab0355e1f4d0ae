import type { Dataset } from '../../core/dataset.ts';
import type { Column } from '../../core/schema.ts';
import { EditError } from '../../formats/edit/editError.ts';
import { type EditableFormat, recordEditor } from '../../formats/edit/recordEditor.ts';
import { encodeText } from '../../formats/edit/recordText.ts';

/** Whether a text can be written into a column of a text file at all: why not, or null. It is tried on an empty record; columnar files tell by row while they are written. */
export function valueProblem({ format, text = {}, columns }: Dataset): (column: Column, value: string | null) => string | null {
  if (!isEditable(format)) return () => null;
  const editor = recordEditor(format, text, columns);
  const empty = format === 'csv' || format === 'tsv' ? new Uint8Array() : encodeText('{}', text.encoding ?? 'utf-8');
  const known = new Map<string, string | null>();
  return (column, value) => {
    const name = `${column.index} ${value}`;
    if (value === null) return null;
    if (!known.has(name)) known.set(name, problemOf(() => editor.edit(empty, { cells: new Map([[column.index, value]]) })));
    return known.get(name) ?? null;
  };
}

export function isEditable(format: Dataset['format']): format is EditableFormat {
  return format === 'csv' || format === 'tsv' || format === 'jsonl' || format === 'json';
}

function problemOf(attempt: () => unknown): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof EditError) return error.message;
    throw error;
  }
}
