import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { numberIn, textIn } from './parts/ask.ts';
import { findPersonal, type PersonalKind, personalPattern, personalWords } from './parts/personalKinds.ts';
import { RowList } from './parts/rowList.ts';
import { listed, ofRows, quoted } from './parts/words.ts';

const defaults = {
  /** Of numbers that begin and are grouped as those of cards: fewer with a right check digit, and they are ids. */
  minLuhnShare: 0.5,
};
type Options = typeof defaults;

/** Examples that a message shows, masked. */
const shown = 3;

/**
 * What names or belongs to a person, in columns of text: the engine picks the texts in which something may be, rules of
 * each kind then say what is. One finding a column and kind, with all of its rows; what was found is shown masked.
 */
export const personalData = defineCheck({
  id: 'personal-data',
  title: 'Personal data',
  description: 'E-mail addresses, phone, card and account numbers, keys and tokens in texts: a model may learn and repeat them.',
  severity: 'info',
  defaults,
  needs: (dataset) => (dataset.columns.some(({ type }) => type === 'text') ? null : 'no column holds text'),
  async *run(context: CheckContext<Options>): AsyncGenerator<RawFinding> {
    const columns = context.dataset.columns.filter(({ name, type }) => type === 'text' && name !== context.dataset.roles.embedding);
    for (const [index, { name }] of columns.entries()) {
      context.signal.throwIfAborted();
      context.progress(index / columns.length, `Personal data: ${name}`);
      yield* personalIn(context, name);
    }
  },
});

/** What was found of one kind in one column. */
class Found {
  readonly rows = new RowList();
  readonly examples = new Set<string>();
  #last = 0;

  add(row: number, masked: string): void {
    if (row !== this.#last) this.rows.push(row);
    this.#last = row;
    if (this.examples.size < shown) this.examples.add(masked);
  }
}

async function* personalIn({ dataset, relation, signal, options }: CheckContext<Options>, column: string): AsyncGenerator<RawFinding> {
  const text = relation.dialect.text(column);
  const found = new Map<PersonalKind, Found>();
  const foundOf = (kind: PersonalKind): Found => {
    const known = found.get(kind) ?? new Found();
    found.set(kind, known);
    return known;
  };
  const cards = { right: 0, wrong: 0 };
  const sql = `SELECT CAST(_row AS INTEGER) AS n, ${text} AS t FROM ${relation.name} WHERE ${relation.dialect.matches(text, personalPattern)}`;
  for await (const chunk of relation.stream(sql, [], signal)) {
    for (const row of chunk) {
      for (const { kind, masked, fails } of findPersonal(textIn(row['t']) ?? '')) {
        if (kind === 'card') cards[fails ? 'wrong' : 'right']++;
        if (!fails) foundOf(kind).add(numberIn(row['n']), masked);
      }
    }
  }
  if (cards.right / (cards.right + cards.wrong) < options.minLuhnShare) found.delete('card');
  for (const [kind, { rows, examples }] of found) {
    yield {
      scope: 'column',
      score: 0.5,
      column,
      message: `${quoted(column)} has ${personalWords[kind]} in ${ofRows(rows.length, dataset.rows)}, such as ${listed([...examples], shown)}.`,
      rows: rows.toArray(),
      evidence: { kind, count: rows.length, examples: [...examples] },
    };
  }
}
