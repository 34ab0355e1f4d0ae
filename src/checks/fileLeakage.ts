import { errorMessage } from '../core/errorMessage.ts';
import { type CheckContext, defineCheck, type OtherFile, type RawFinding } from './check.ts';
import { contentColumn, contentOf, needsContent, repetitiveContent, sameContent } from './parts/contentGroups.ts';
import { proseColumns } from './parts/nearTexts.ts';
import { nearWords } from './parts/nearContents.ts';
import { nearInOther } from './parts/nearInOther.ts';
import { type SharedRow, sharedContents } from './parts/sharedContents.ts';
import { kindOfFile, splitKinds } from './parts/splits.ts';
import { formatCount, listed, listedRows, quoted } from './parts/words.ts';
import { waitsToBeAsked } from './unasked.ts';

const defaults = { files: [] as readonly string[], near: true };
type Leaking = CheckContext<typeof defaults>;

/**
 * Content that is also in another file of the dataset, where train and test are files of their own: `files` names them,
 * from the folder of the dataset, which may be among them. Each row is a finding of its own, as decisions are about rows
 * of this file alone. Suggests to exclude rows that are learnt from, as the names of both files say it (`train.csv`,
 * `reviews-test.csv`): a row that is measured on is better left where it is, and its copy excluded over there.
 */
export const fileLeakage = defineCheck({
  id: 'file-leakage',
  title: 'Also in another file',
  titles: { warning: 'Almost in another file' },
  description: 'Rows whose content is also in another file of the dataset: what a model has seen in one of them is no test in the other.',
  severity: 'error',
  defaults,
  needs: needsContent,
  async *run(context: Leaking): AsyncGenerator<RawFinding> {
    const { files } = context.options;
    if (files.length === 0) return context.skip('winnow.json names no other files of the dataset (checks.file-leakage.files)');
    if (context.unasked && waitsToBeAsked(context.dataset)) return context.skip('comparing so many rows with other files waits to be asked for: press Check');
    const repetitive = await repetitiveContent(context, 'rows shared with other files');
    if (repetitive) return yield repetitive;
    for (const file of files) yield* await leaksOf(context, file, nameOf(file));
  },
});

/** A path from the root is of a version that is looked at elsewhere: its name says enough. */
const nameOf = (path: string): string => (/^(?:[\\/]|[A-Za-z]:)/.test(path) ? path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) : path);

/** What is wrong with the file is said of it alone: the others are looked at. */
async function leaksOf(context: Leaking, path: string, file: string): Promise<RawFinding[]> {
  try {
    return (await context.otherFile(path, (other) => leaksInto(context, file, other))) ?? [];
  } catch (error) {
    context.signal.throwIfAborted();
    const why = errorMessage(error).replace(/\.$/, '');
    return [{ severity: 'warning', scope: 'dataset', score: 0.1, message: `Rows could not be looked for in ${file}: ${why}.`, rows: [], evidence: { file } }];
  }
}

async function leaksInto(context: Leaking, file: string, other: OtherFile): Promise<RawFinding[]> {
  const columns = contentOf(context.dataset);
  const absent = columns.filter((name) => !other.dataset.columns.some((column) => column.name === name));
  if (absent.length > 0) return [incomparable(file, absent)];
  const shared = await sharedContents(context, other);
  const exact = shared.map((row) => leakFinding(context, file, row, { words: `the same content as in ${file}`, columns, score: 1 }));
  const prose = proseColumns(context);
  if (!context.options.near || prose.length === 0) return exact;
  const { rows, limits } = await nearInOther(context, other, new Set(shared.map(({ row }) => row)));
  const near = rows.map(({ similarity, textThere, ...row }) => {
    const words = nearWords({ by: 'text', similarity }, prose, undefined);
    return leakFinding(context, file, row, { words, columns: prose, score: 0.8 * similarity, similarity, textThere });
  });
  const told = limits.map((words): RawFinding => ({ severity: 'info', scope: 'dataset', score: 0, message: `${words}.`, rows: [], evidence: { file } }));
  return [...exact, ...near, ...told];
}

interface Leak {
  readonly words: string;
  readonly columns: readonly string[];
  readonly score: number;
  readonly similarity?: number;
  /** What the row of the other file says, where it is not the same. */
  readonly textThere?: string;
}

function leakFinding({ dataset }: Leaking, file: string, shared: SharedRow, { words, columns, score, similarity, textThere }: Leak): RawFinding {
  const { row, label, others, otherLabel } = shared;
  const [here, there] = [splitKinds.indexOf(kindOfFile(dataset.name)!), splitKinds.indexOf(kindOfFile(file)!)];
  const isLearntFrom = here >= 0 && there >= 0 && here < there;
  const what = similarity === undefined ? sameContent(columns, true) : words;
  const labels = label !== null && otherLabel !== null && label !== otherLabel ? `, labelled ${quoted(label)} here and ${quoted(otherLabel)} there` : '';
  return {
    severity: similarity === undefined ? 'error' : 'warning',
    scope: 'row',
    score,
    ...contentColumn(columns),
    message: `Row ${formatCount(row)} is ${similarity === undefined ? 'also' : 'almost'} in ${file} (${listedRows(others)}): ${what}${labels}.`,
    rows: [row],
    ...(isLearntFrom && { suggestion: { act: 'exclude' as const, rows: [row] } }),
    evidence: { file, rowsThere: [...others.slice(0, 100)], ...(labels !== '' && { labelThere: otherLabel }), ...(similarity !== undefined && { similarity, textThere }) },
  };
}

function incomparable(file: string, absent: readonly string[]): RawFinding {
  return {
    severity: 'info',
    scope: 'dataset',
    score: 0,
    message: `${file} has no ${listed(absent.map(quoted))}, so rows could not be looked for in it.`,
    rows: [],
    evidence: { file, absent },
  };
}
