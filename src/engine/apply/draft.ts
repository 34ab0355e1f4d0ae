import type { Decision } from '../../core/decision.ts';
import type { Column } from '../../core/schema.ts';
import { EditError } from '../../formats/edit/editError.ts';
import type { FilledColumn, TableEdits } from '../../formats/edit/tableEdits.ts';
import type { ApplyChoices, SkippedDecision } from '../../protocol/applyMethods.ts';
import { annotationColumns } from './annotationColumns.ts';
import type { ApplySource } from './applySource.ts';
import { valueProblem, type ValueProblem } from './valueProblem.ts';

/** What applying changes in the file, and which decisions the file says afterwards. */
export interface ApplyDraft {
  readonly edits: TableEdits;
  /** Cells that change in columns that the file has. */
  readonly cells: number;
  /** Ids, where anything is written at all. */
  readonly applied: readonly string[];
  readonly skipped: readonly SkippedDecision[];
  /** Rows that decisions exclude, whatever becomes of them. */
  readonly excluded: ReadonlySet<number>;
}

/** Name of the column that marks excluded rows. */
const excludedColumn = 'excluded';

/** Gathers what the decisions in force change. What cannot be applied is left out and told. */
export async function draftApply(source: ApplySource, choices: ApplyChoices, signal?: AbortSignal): Promise<ApplyDraft> {
  return new Drafting(source, choices, await valueProblem(source)).draft(signal);
}

class Drafting {
  readonly #source: ApplySource;
  readonly #choices: ApplyChoices;
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #cells = new Map<number, Map<number, string | null>>();
  readonly #dropped = new Set<number>();
  readonly #excluded = new Set<number>();
  readonly #applied: string[] = [];
  readonly #skipped: SkippedDecision[] = [];
  readonly #conflicts: ReadonlyMap<string, ApplySource['decided']['conflicts'][number]>;
  readonly #problem: ValueProblem;
  #count = 0;

  constructor(source: ApplySource, choices: ApplyChoices, problem: ValueProblem) {
    this.#source = source;
    this.#choices = choices;
    this.#columns = new Map(source.dataset.columns.map((column) => [column.name, column]));
    this.#conflicts = new Map(source.decided.conflicts.map((conflict) => [conflict.decision.id, conflict]));
    this.#problem = problem;
  }

  async draft(signal?: AbortSignal): Promise<ApplyDraft> {
    const { decided, dataset } = this.#source;
    const lost = dataset.unreadable === 0 ? 'its row is not in the file' : 'its row is not among those of the file that parse';
    for (const decision of decided.orphans) if (changesFile(decision)) this.#skip(decision, undefined, 'orphan', lost);
    for (const [row, decisions] of decided.byRow) this.#row(row, decisions);
    const added = await this.#fill([...this.#annotations(), ...this.#marks()], signal);
    const edits = { cells: this.#cells, dropped: this.#dropped, added };
    return { edits, cells: this.#count, applied: this.#applied, skipped: this.#skipped, excluded: this.#excluded };
  }

  #row(row: number, decisions: readonly Decision[]): void {
    if (decisions.some(({ act }) => act === 'exclude')) {
      this.#excluded.add(row);
      if (this.#choices.excluded === 'drop') {
        this.#dropped.add(row);
        this.#applied.push(...decisions.map(({ id }) => id));
        return;
      }
    }
    for (const decision of decisions) if (decision.act === 'relabel' || decision.act === 'set') this.#cell(row, decision);
  }

  #cell(row: number, decision: Decision): void {
    const { dataset, table, texts } = this.#source;
    const conflict = this.#conflicts.get(decision.id);
    const name = decision.column ?? dataset.roles.label;
    const column = name === undefined ? undefined : this.#columns.get(name);
    const to = decision.to ?? null;
    if (table.unreadable.get(row)) return this.#skip(decision, row, 'unreadable', 'the row cannot be read');
    if (!column) return this.#skip(decision, row, 'column', name === undefined ? 'no column has the role label' : `the file has no column “${name}”`);
    if (conflict?.other)
      return this.#skip(
        decision,
        row,
        'conflict',
        `${conflict.other.by ?? 'somebody else'} decided ${shown(conflict.other.to ?? null)} where this says ${shown(to)}`,
      );
    const text = texts.get(row, column.name) ?? null;
    if (conflict) return this.#skip(decision, row, 'conflict', `the file says ${shown(text)} where ${shown(decision.from ?? null)} was decided upon`);
    if (text === to) {
      this.#applied.push(decision.id);
      return this.#skip(decision, row, 'same', `the file says ${shown(to)} already`);
    }
    const problem = this.#problem(column, to);
    if (problem !== null) return this.#skip(decision, row, 'value', problem);
    this.#set(row, column.index, to);
    this.#applied.push(decision.id);
  }

  #set(row: number, column: number, to: string | null): void {
    const cells = this.#cells.get(row) ?? new Map<number, string | null>();
    this.#cells.set(row, cells.set(column, to));
    this.#count++;
  }

  #annotations(): FilledColumn[] {
    if (!this.#choices.annotations) return [];
    const { columns, ids } = annotationColumns(this.#source.decided.byRow, (row) => !this.#dropped.has(row) && !this.#source.table.unreadable.get(row));
    this.#applied.push(...ids);
    return columns;
  }

  #marks(): FilledColumn[] {
    if (this.#choices.excluded !== 'column' || this.#excluded.size === 0) return [];
    return [{ name: excludedColumn, type: 'boolean', values: new Map([...this.#excluded].map((row) => [row, 'true'])), otherwise: 'false' }];
  }

  /** The columns that the file does not have; where it has one of the name, its cells change. */
  async #fill(columns: readonly FilledColumn[], signal?: AbortSignal): Promise<FilledColumn[]> {
    const { table, texts } = this.#source;
    for (const { name, values } of columns) {
      const column = this.#columns.get(name);
      if (!column) continue;
      await texts.load(name, values.keys(), signal);
      for (const [row, value] of values) if (!table.unreadable.get(row) && texts.get(row, name) !== value) this.#set(row, column.index, value);
    }
    return columns.filter(({ name }) => !this.#columns.has(name));
  }

  #skip(decision: Decision, row: number | undefined, why: SkippedDecision['why'], words: string): void {
    this.#skipped.push({ decision, ...(row !== undefined && { row }), why, words });
  }
}

/** Names the row in an error of a writer that tells only of the value. */
export function nameRow(row: number, error: unknown): unknown {
  return error instanceof EditError && !/^Row \d/.test(error.message) ? new EditError(`Row ${row}: ${error.message}`) : error;
}

const changesFile = ({ act }: Decision): boolean => act === 'relabel' || act === 'set' || act === 'exclude' || act === 'annotate';

const shown = (text: string | null): string => (text === null ? 'nothing' : `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`);
