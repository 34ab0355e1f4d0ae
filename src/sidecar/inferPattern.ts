/** With fewer values, what they share may be chance. */
const fewestValues = 10;
/** A text that is longer is prose rather than a code. */
const longest = 40;

interface Run {
  readonly kind: 'digits' | 'upper' | 'lower' | 'sign';
  readonly text: string;
}

/**
 * A regular expression (RE2) for values that are all of one make, as `T-00123` or `2024/A7`: runs of digits, of capital and
 * of small letters (ASCII) with signs between them. null where they are not, or where there are too few to tell.
 * Lengths are as they were seen; what is the same in all values stands as it is.
 */
export function inferPattern(values: readonly string[]): string | null {
  if (values.length < fewestValues || values.some((value) => value.length > longest)) return null;
  const all = values.map(runsOf);
  const [first] = all;
  if (!first || first.length === 0 || !all.every((runs) => runs !== null && sameMake(runs, first))) return null;
  // Digits alone are a number, letters alone a word: neither says more than a type does.
  if (first.length < 2 || !first.some(({ kind }) => kind === 'digits')) return null;
  return first.map((run, place) => partOf(run, all.map((runs) => runs![place]!.text))).join('');
}

function runsOf(value: string): Run[] | null {
  const runs = [...value.matchAll(/[0-9]+|[A-Z]+|[a-z]+|[^0-9A-Za-z]/g)].map(([text]): Run => ({
    text,
    kind: /^[0-9]/.test(text) ? 'digits' : /^[A-Z]/.test(text) ? 'upper' : /^[a-z]/.test(text) ? 'lower' : 'sign',
  }));
  return runs.every(({ kind, text }) => kind !== 'sign' || /^[-_/.:# ]$/.test(text)) ? runs : null;
}

function sameMake(runs: readonly Run[], first: readonly Run[]): boolean {
  return runs.length === first.length && runs.every(({ kind, text }, place) => kind === first[place]!.kind && (kind !== 'sign' || text === first[place]!.text));
}

function partOf({ kind, text }: Run, seen: readonly string[]): string {
  if (seen.every((each) => each === text) && kind !== 'digits') return text.replace(/[.]/g, '\\$&');
  const lengths = seen.map(({ length }) => length);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const letters = { digits: '\\d', upper: '[A-Z]', lower: '[a-z]', sign: '' }[kind];
  return `${letters}${least === most ? (least === 1 ? '' : `{${least}}`) : '+'}`;
}
