/** Which version of a dataset a card describes. */
export interface CardStamp {
  /** `sha256:` and the digits of the data file's content. */
  readonly hash: string;
  readonly bytes: number;
  /** Readable rows. */
  readonly rows: number;
}

/** A section that is measured; all else in a card is what people wrote. */
export interface MeasuredSection {
  /** Lower-case letters: names the section in its markers. */
  readonly name: string;
  /** Markdown, without markers. */
  readonly text: string;
}

/** A card that cannot be read, or cannot be written without losing something: `line` is 1-based. */
export class CardError extends Error {
  override readonly name = 'CardError';
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

interface Recorded extends CardStamp {
  /** Sections that were written: one of them that is gone was taken out by a person. */
  readonly sections: readonly string[];
}

const beginning = /^<!-- winnow:begin ([a-z]+) -->$/;
const ending = /^<!-- winnow:end ([a-z]+) -->$/;
const recording = /^<!-- winnow:card (\{.*\}) -->$/;

/**
 * Puts measured sections between their markers and leaves all other lines as they are. Sections that the card does not
 * have yet come at its end; those that people have taken out stay out. Throws a CardError where the markers do not match.
 * @param card what is there, or what a new card starts from; lines end as its first one does.
 */
export function mergeCard(card: string, sections: readonly MeasuredSection[], { hash, bytes, rows }: CardStamp): string {
  const lines = card.split(/\r?\n/);
  const places = findSections(lines);
  const known = readRecord(lines);
  const texts = new Map(sections.map(({ name, text }) => [name, text]));
  const merged: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const place = places.find(({ from }) => from === index);
    const text = place && texts.get(place.name);
    if (place && text !== undefined) {
      merged.push(...marked(place.name, text));
      index = place.to;
    } else if (!recording.test(lines[index]!)) merged.push(lines[index]!);
  }
  while (merged.at(-1) === '') merged.pop();
  const there = new Set([...places.map(({ name }) => name), ...(known?.record.sections ?? [])]);
  for (const { name, text } of sections) if (!there.has(name)) merged.push('', ...marked(name, text));
  const record: Recorded = { hash, bytes, rows, sections: sections.map(({ name }) => name) };
  merged.push('', `<!-- winnow:card ${JSON.stringify(record)} -->`, '');
  return merged.join(/^[^\n]*\r\n/.test(card) ? '\r\n' : '\n');
}

/** Which version of the dataset a card describes; null where no card of Winnow's is. Throws a CardError where that cannot be read. */
export function stampOfCard(card: string): CardStamp | null {
  return readRecord(card.split(/\r?\n/))?.record ?? null;
}

function marked(name: string, text: string): string[] {
  return [`<!-- winnow:begin ${name} -->`, ...text.split('\n'), `<!-- winnow:end ${name} -->`];
}

function findSections(lines: readonly string[]): { name: string; from: number; to: number }[] {
  const found: { name: string; from: number; to: number }[] = [];
  let open: { name: string; from: number } | null = null;
  for (const [index, line] of lines.entries()) {
    const [begins, ends] = [beginning.exec(line)?.[1], ending.exec(line)?.[1]];
    if (begins !== undefined) {
      if (open) throw new CardError(`The section “${open.name}” of line ${open.from + 1} has no end before the section “${begins}” begins.`, index + 1);
      if (found.some(({ name }) => name === begins)) throw new CardError(`The section “${begins}” is there twice. Take one of them out.`, index + 1);
      open = { name: begins, from: index };
    } else if (ends !== undefined) {
      if (open?.name !== ends) throw new CardError(`The section “${ends}” ends here and has not begun.`, index + 1);
      found.push({ ...open, to: index });
      open = null;
    }
  }
  if (open) throw new CardError(`The section “${open.name}” has no end. Put <!-- winnow:end ${open.name} --> behind it, or take this line out.`, open.from + 1);
  return found;
}

function readRecord(lines: readonly string[]): { record: Recorded } | null {
  const index = lines.findIndex((line) => recording.test(line));
  if (index < 0) return null;
  const damaged = new CardError('This line does not say which version of the dataset the card describes. Take it out.', index + 1);
  let read: Partial<Record<keyof Recorded, unknown>>;
  try {
    read = JSON.parse(recording.exec(lines[index]!)![1]!) as typeof read;
  } catch {
    throw damaged;
  }
  const { hash, bytes, rows, sections } = read;
  if (typeof hash !== 'string' || typeof bytes !== 'number' || typeof rows !== 'number' || !Array.isArray(sections)) throw damaged;
  return { record: { hash, bytes, rows, sections: sections.map(String) } };
}
