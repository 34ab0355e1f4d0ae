import type { CheckContext, OtherFile } from '../check.ts';
import { numberIn, textIn } from './ask.ts';
import { contentKey, hasContent } from './contentGroups.ts';

/** A row whose content is in another file, too. */
export interface SharedRow {
  readonly row: number;
  /** As the file has it; null where it is missing or there is no label column. */
  readonly label: string | null;
  /** Rows of the other file, ascending. */
  readonly others: readonly number[];
  /** The label of the first of them. */
  readonly otherLabel: string | null;
}

type Labelled = Pick<SharedRow, 'row' | 'label'>;
type Asking = Pick<CheckContext, 'dataset' | 'relation' | 'signal'>;

/**
 * Rows with content that is also in another file, in file order: the same after normalisation (NFKC, lower case, white
 * space collapsed), by 64-bit hashes of it.
 */
export async function sharedContents(context: Asking, other: OtherFile): Promise<SharedRow[]> {
  const own = new Map<string, { readonly rows: Labelled[]; readonly others: number[]; otherLabel: string | null }>();
  for await (const { hash, row, label } of hashedRows(context)) {
    const known = own.get(hash);
    if (known) known.rows.push({ row, label });
    else own.set(hash, { rows: [{ row, label }], others: [], otherLabel: null });
  }
  for await (const { hash, row, label } of hashedRows({ ...context, relation: other.relation }, other.dataset.columns.map(({ name }) => name))) {
    const found = own.get(hash);
    if (found?.others.length === 0) found.otherLabel = label;
    found?.others.push(row);
  }
  return [...own.values()]
    .filter(({ others }) => others.length > 0)
    .flatMap(({ rows, others, otherLabel }) => rows.map((each) => ({ ...each, others: others.sort((a, b) => a - b), otherLabel })))
    .sort((a, b) => a.row - b.row);
}

/** @param names the columns that the relation has; absent: those of the dataset. */
async function* hashedRows(context: Asking, names?: readonly string[]): AsyncGenerator<Labelled & { readonly hash: string }> {
  const { dataset, relation, signal } = context;
  const { dialect, name } = relation;
  const sql = `SELECT CAST(_row AS INTEGER) AS n, CAST(${dialect.hash([contentKey(context)])} AS VARCHAR) AS h, ${labelSql(dataset, dialect, names)} AS label FROM ${name} WHERE ${hasContent(context)}`;
  for await (const chunk of relation.stream(sql, [], signal)) {
    for (const row of chunk) yield { hash: textIn(row['h'])!, row: numberIn(row['n']), label: textIn(row['label']) };
  }
}

/** SQL: the label of a row, NULL where it is missing. */
export function labelSql({ roles: { label } }: Asking['dataset'], dialect: Asking['relation']['dialect'], names?: readonly string[]): string {
  if (label === undefined || (names && !names.includes(label))) return 'NULL';
  return `CASE WHEN NOT ${dialect.missing(label)} THEN ${dialect.text(label)} END`;
}
