import type { Fault } from './faults.ts';
import { Random } from './random.ts';
import { makeTickets } from './tickets.ts';
import { categories, type Category } from './ticketParts.ts';

const annotators = ['ada', 'ben', 'cleo'] as const;
type Annotator = (typeof annotators)[number];

/** A ticket that several people labelled, with what a model says of it. */
interface AnnotatedTicket {
  readonly id: string;
  readonly text: string;
  /** The right label. */
  readonly truth: Category;
  /** The one that the file gives. */
  category: Category;
  readonly channel: string;
  readonly product: string;
  readonly votes: Partial<Record<Annotator, Category>>;
  confidence: number;
  probabilities: Readonly<Record<Category, number>>;
}

export interface AnnotatedTickets {
  readonly rows: number;
  readonly csv: string;
  readonly faults: readonly Fault[];
}

const count = 800;
/** Where the model is weak. */
const weakProduct = 'rain-jacket';

/**
 * Tickets that three people labelled, two of them all, the third some and badly; with how sure the label is, and with a
 * model's probabilities.
 */
export function annotatedTickets(seed: number): AnnotatedTickets {
  const random = new Random(seed);
  const made = makeTickets(random, { count, others: 90, sources: [''], biased: false });
  const tickets = made.map(({ id, text, category, channel, product }): AnnotatedTicket => {
    const truth = category as Category;
    return { id, text, truth, category: truth, channel, product, votes: {}, confidence: random.integer(62, 99) / 100, probabilities: sayOf(random, truth) };
  });
  vote(random, tickets);
  const faults = new AnnotatedFaults(random, tickets).plant();
  return { rows: count, csv: toCsv(tickets), faults };
}

/** The first two label all rows, and err seldom; the third labels two of five, and errs in a third of them. */
function vote(random: Random, tickets: readonly AnnotatedTicket[]): void {
  const give = (ticket: AnnotatedTicket, who: Annotator, wrong: number): void => {
    ticket.votes[who] = random.chance(wrong) ? random.pick(categories.filter((other) => other !== ticket.truth)) : ticket.truth;
  };
  for (const ticket of tickets) {
    give(ticket, 'ada', 0.015);
    give(ticket, 'ben', 0.02);
    if (random.chance(0.4)) give(ticket, 'cleo', 0.33);
  }
}

/** Probabilities with the highest for `first`; of a model that is right far more often than it believes. */
function sayOf(random: Random, first: Category, second?: Category, high = random.integer(66, 80) / 100, next = 0): Record<Category, number> {
  const others = categories.filter((category) => category !== first && category !== second);
  const weights = others.map(() => 1 + random.next());
  const sum = weights.reduce((a, b) => a + b, 0);
  const left = 1 - high - next;
  const shares = Object.fromEntries(
    others.map((category, place) => [category, Number(((left * weights[place]!) / sum).toFixed(4))]),
  ) as Record<Category, number>;
  if (second) shares[second] = next;
  // What rounding leaves goes to the highest, so that they add up to one.
  shares[first] = Number((1 - Object.values(shares).reduce((a, b) => a + b, 0)).toFixed(4));
  return shares;
}

/** Plants what only annotators and models can show. Each row gets one fault at most, save where one causes another. */
class AnnotatedFaults {
  readonly #random: Random;
  readonly #tickets: readonly AnnotatedTicket[];
  readonly #faults: Fault[] = [];
  readonly #free: Set<number>;

  constructor(random: Random, tickets: readonly AnnotatedTicket[]) {
    this.#random = random;
    this.#tickets = tickets;
    this.#free = new Set(tickets.flatMap((ticket, index) => (isUnanimous(ticket) ? [index] : [])));
  }

  plant(): Fault[] {
    this.#plantWrong();
    this.#plantUnsure();
    this.#plantWeakSlice();
    this.#plantAmbiguous();
    this.#noteDisagreements();
    this.#note('weak-annotator', { column: 'annotator_cleo', rows: [] }, 'a third of what Cleo says is wrong');
    this.#note('miscalibrated', { rows: [] }, 'the model is right far more often than its probabilities say');
    return this.#faults;
  }

  /** The label is wrong: the people and the model say the right one. */
  #plantWrong(): void {
    for (const index of this.#take(14)) {
      const ticket = this.#tickets[index]!;
      ticket.category = this.#random.pick(categories.filter((other) => other !== ticket.truth && other !== 'other'));
      ticket.probabilities = sayOf(this.#random, ticket.truth, undefined, this.#random.integer(86, 94) / 100);
      this.#note('label-error', { column: 'category', rows: [index] }, `“${ticket.category}” for “${ticket.truth}”`);
    }
  }

  #plantUnsure(): void {
    for (const index of this.#take(9)) {
      this.#tickets[index]!.confidence = this.#random.integer(18, 46) / 100;
      this.#note('low-label-confidence', { column: 'category', rows: [index] }, 'whoever labelled it was not sure');
    }
  }

  /** The model takes many tickets about one product for something else, without being sure. */
  #plantWeakSlice(): void {
    const rows = this.#tickets.flatMap(({ product }, index) => (product === weakProduct ? [index] : []));
    // As many of each channel: it is the product that is hard.
    const channelOf = (row: number): string => this.#tickets[row]!.channel;
    const taken = [...new Set(rows.map(channelOf))].flatMap((channel) => {
      const ofChannel = rows.filter((row) => channelOf(row) === channel);
      return this.#random.shuffle(ofChannel.filter((row) => this.#free.has(row))).slice(0, Math.round(ofChannel.length / 2));
    });
    for (const index of taken) {
      const { truth } = this.#tickets[index]!;
      this.#free.delete(index);
      this.#tickets[index]!.probabilities = sayOf(this.#random, this.#random.pick(categories.filter((other) => other !== truth)), truth, 0.55, 0.36);
    }
    this.#note(
      'weak-slice',
      { segment: { column: 'product', value: `“product” is “${weakProduct}”` }, rows },
      `every other ticket about a rain jacket is taken for something else`,
    );
  }

  #plantAmbiguous(): void {
    for (const index of this.#take(6)) {
      const { truth } = this.#tickets[index]!;
      const other = this.#random.pick(categories.filter((category) => category !== truth));
      this.#tickets[index]!.probabilities = sayOf(this.#random, truth, other, 0.46, 0.42);
      this.#note('ambiguous-row', { column: 'category', rows: [index] }, `the model hardly tells “${truth}” from “${other}”`);
    }
  }

  #noteDisagreements(): void {
    this.#tickets.forEach((ticket, index) => {
      const votes = Object.values(ticket.votes);
      const most = Math.max(...votes.map((vote) => votes.filter((other) => other === vote).length));
      const isWrong = ticket.category !== ticket.truth;
      if (isUnanimous(ticket) && !isWrong) return;
      this.#note(
        'annotator-disagreement',
        { column: 'category', rows: [index] },
        isWrong ? 'the label is not what all annotators say' : `they say ${[...new Set(votes)].map((vote) => `“${vote}”`).join(', ')}`,
      );
      if (most * 2 <= votes.length) this.#note('ambiguous-row', { column: 'category', rows: [index] }, 'no label has the majority of its annotators');
    });
  }

  /** Rows that nothing is wrong with yet. */
  #take(wanted: number): number[] {
    const fits = [...this.#free].filter((index) => this.#tickets[index]!.product !== weakProduct && this.#tickets[index]!.truth !== 'other');
    const taken = this.#random.shuffle(fits).slice(0, wanted);
    for (const index of taken) this.#free.delete(index);
    return taken;
  }

  #note(check: string, place: { readonly column?: string; readonly segment?: Fault['segment']; readonly rows: readonly number[] }, what: string): void {
    this.#faults.push({ check, ...place, rows: place.rows.map((index) => index + 1), what });
  }
}

const isUnanimous = ({ votes }: AnnotatedTicket): boolean => new Set(Object.values(votes)).size === 1;

function toCsv(tickets: readonly AnnotatedTicket[]): string {
  const names = [
    'id',
    'text',
    'category',
    'channel',
    'product',
    ...annotators.map((who) => `annotator_${who}`),
    'label_confidence',
    ...categories.map((category) => `prob_${category}`),
  ];
  const lines = tickets.map(({ id, text, category, channel, product, votes, confidence, probabilities }) =>
    [
      id,
      `"${text.replaceAll('"', '""')}"`,
      category,
      channel,
      product,
      ...annotators.map((who) => votes[who] ?? ''),
      String(confidence),
      ...categories.map((each) => probabilities[each].toFixed(4)),
    ].join(','),
  );
  return `${names.join(',')}\n${lines.map((line) => `${line}\n`).join('')}`;
}
