/** What a dataset is compared with. */
export type Reference =
  /** Another dataset, or a stored profile: what the file holds says which. */
  | { readonly kind: 'file'; readonly path: string }
  /** A file as it is in a version of its git repository; `path` is empty for the dataset itself. */
  | { readonly kind: 'revision'; readonly revision: string; readonly path: string }
  /** The rows of one split; what is compared with it are all others. */
  | { readonly kind: 'split'; readonly value: string }
  /** The rows for which the condition holds; what is compared with them are all others that have a time. */
  | { readonly kind: 'time'; readonly column: string; readonly before: boolean; readonly inclusive: boolean; readonly moment: string };

/** What may be written after `--against` and in `reference`. */
export const referenceForms = 'a file, a profile that was saved, REVISION:PATH, split:VALUE or time:COLUMN<DATE';

const timeForm = /^time:(.+?)\s*(<=|>=|<|>)\s*([^<>=]+)$/s;

/** Reads what is written of a reference. Throws an error in words where it cannot be meant. */
export function parseReference(text: string): Reference {
  if (text.trim() === '') throw new Error(`A reference is ${referenceForms}.`);
  if (text.startsWith('split:')) return splitReference(text);
  if (text.startsWith('time:')) return timeReference(text);
  const colon = text.indexOf(':');
  // A single letter before a colon and a slash is a drive.
  if (colon < 0 || /^[A-Za-z]:[\\/]/.test(text)) return { kind: 'file', path: text };
  return { kind: 'revision', revision: text.slice(0, colon) || 'index', path: text.slice(colon + 1) };
}

/** The same with paths that do not begin at a root made absolute; paths from the root of a repository stay as they are. Text that cannot be meant is left to `parseReference`. */
export function anchorReference(text: string, resolve: (path: string) => string): string {
  if (/^\s*$|^(?:split|time):/.test(text)) return text;
  const reference = parseReference(text);
  if (reference.kind === 'file') return resolve(reference.path);
  if (reference.kind === 'revision' && /^\.\.?\//.test(reference.path)) return `${reference.revision}:${resolve(reference.path)}`;
  return text;
}

function splitReference(text: string): Reference {
  const value = text.slice('split:'.length).trim();
  if (value === '') throw new Error(`“${text}” names no split: split:train, for instance.`);
  return { kind: 'split', value };
}

function timeReference(text: string): Reference {
  const [, column, sign, moment] = timeForm.exec(text) ?? [];
  if (column === undefined || sign === undefined || moment === undefined || Number.isNaN(Date.parse(moment.trim()))) {
    throw new Error(`“${text}” is no window of time: time:COLUMN<DATE, as in time:created_at<2024-01-31. Dates are written year-month-day.`);
  }
  return { kind: 'time', column: column.trim(), before: sign.startsWith('<'), inclusive: sign.length === 2, moment: moment.trim() };
}
