/** What a dataset is compared with. */
export type Reference =
  /** Another dataset, or a stored profile: what the file holds says which. */
  | { readonly kind: 'file'; readonly path: string }
  /** A file as it is in a version of its git repository; `path` is empty for the dataset itself. */
  | { readonly kind: 'revision'; readonly revision: string; readonly path: string }
  /** The rows of one split; what is compared with it are all others. */
  | { readonly kind: 'split'; readonly value: string }
  /**
   * The rows of a window of time; what is compared with them are all others that have a time. From `from` on and before
   * `to`, in ms since 1970 UTC.
   */
  | { readonly kind: 'time'; readonly column: string; readonly from?: number; readonly to?: number; readonly words: string };

/** What may be written after `--against` and in `reference`. */
export const referenceForms = 'a file, a profile that was saved, REVISION:PATH, split:VALUE, time:COLUMN<DATE or time:COLUMN=DATE..DATE';

const timeForm = /^time:(.+?)\s*(<=|>=|<|>|=)\s*([^<>=]+)$/s;
/** A year, a month, a day or a moment; without a zone it is UTC. */
const momentForm = /^(\d{4})(?:-(\d{2})(?:-(\d{2})([T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

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

/**
 * The same with paths that do not begin at a root made absolute; paths from the root of a repository stay as they are.
 * Text that cannot be meant is left to `parseReference`.
 */
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
  const [, column = '', sign = '', rest = ''] = timeForm.exec(text) ?? [];
  const [first = '', last = first, ...more] = rest.split('..').map((part) => part.trim());
  const [begin, end] = [momentOf(first), momentOf(last)];
  if (!begin || !end || more.length > 0 || (sign !== '=' && rest.includes('..'))) {
    throw new Error(
      `“${text}” is no window of time: time:COLUMN<DATE, as in time:created_at<2024-01-31, or time:COLUMN=DATE..DATE. Dates are written year-month-day.`,
    );
  }
  const name = column.trim();
  if (sign === '=') {
    if (begin.from >= end.to) throw new Error(`“${text}” ends before it begins: write the earlier date first.`);
    return { kind: 'time', column: name, from: begin.from, to: end.to, words: first === last ? `${name} in ${first}` : `${name} from ${first} to ${last}` };
  }
  const edge = sign === '<' || sign === '>=' ? begin.from : begin.to;
  return { kind: 'time', column: name, ...(sign.startsWith('<') ? { to: edge } : { from: edge }), words: `${name} ${sign} ${first}` };
}

/** When what is written begins, and when what comes after it does; null where it is no date. A day is a day long, a month a month. */
function momentOf(text: string): { readonly from: number; readonly to: number } | null {
  const [whole, year, month, day, time, zone] = momentForm.exec(text) ?? [];
  if (whole === undefined || year === undefined) return null;
  if (time !== undefined) {
    const at = Date.parse(`${whole.replace(' ', 'T')}${zone === undefined ? 'Z' : ''}`);
    return Number.isNaN(at) ? null : { from: at, to: at + 1 };
  }
  const [years, months, days] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  const from = Date.UTC(years, months, days);
  // 2024-02-31 would be a day of March.
  if (new Date(from).toISOString().slice(0, 10) !== `${year}-${month ?? '01'}-${day ?? '01'}`) return null;
  return { from, to: day !== undefined ? Date.UTC(years, months, days + 1) : month !== undefined ? Date.UTC(years, months + 1, 1) : Date.UTC(years + 1, 0, 1) };
}
