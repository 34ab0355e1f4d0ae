import { Random } from './random.ts';
import { categories, type Category, type Product, products } from './ticketParts.ts';
import { TellApart } from './tellApart.ts';
import { ticketText } from './ticketText.ts';

/** One row. A word may stand where a number is expected: that is one of the planted faults. */
export interface Ticket {
  readonly id: string;
  text: string;
  category: string | null;
  readonly product: string;
  readonly country: string;
  channel: string;
  readonly split: string;
  readonly annotator: string;
  readonly confidence: number;
  wait_minutes: number | string;
  order_value: number | null;
  /** `2026-03-14`. */
  readonly created_at: string;
  readonly source: string;
}

export const ticketColumns = [
  'id', 'text', 'category', 'product', 'country', 'channel', 'split', 'annotator', 'confidence', 'wait_minutes', 'order_value', 'created_at', 'source',
] as const satisfies readonly (keyof Ticket)[];

export interface TicketOptions {
  readonly count: number;
  /** How many rows have the label `other`; the rest share the five others. */
  readonly others: number;
  readonly sources: readonly string[];
  /** Whether country and channel change what people write about. */
  readonly biased: boolean;
}

type Weights<Name extends string> = readonly (readonly [Name, number])[];

const countries: Weights<string> = [['DE', 24], ['FR', 17], ['GB', 15], ['IT', 12], ['ES', 10], ['PL', 9], ['NL', 8], ['SE', 5]];
const channels: Weights<string> = [['email', 50], ['chat', 32], ['phone', 18]];
const annotators: Weights<string> = [['ann-01', 30], ['ann-02', 26], ['ann-03', 20], ['ann-04', 14], ['ann-05', 10]];
const labelled: readonly Category[] = categories.filter((category) => category !== 'other');
const base: Readonly<Record<Category, number>> = { billing: 24, delivery: 28, login: 14, refund: 18, returns: 16, other: 0 };
/** How where and how people write changes what they write about. */
const bias: Readonly<Record<string, Partial<Record<Category, number>>>> = {
  PL: { delivery: 2.1 },
  IT: { delivery: 1.5, returns: 0.7 },
  DE: { returns: 1.7 },
  GB: { billing: 1.4 },
  NL: { refund: 1.5 },
  chat: { login: 1.9, billing: 0.8 },
  phone: { login: 0.4, refund: 1.4 },
};
const firstDay = Date.UTC(2025, 8, 1);
const days = 365;
const dayLength = 86_400_000;

/** Tickets without a fault, in the order in which they came in. No two texts are nearly the same. */
export function makeTickets(random: Random, { count, others, sources, biased }: TicketOptions): Ticket[] {
  const texts = new TicketTexts();
  const rare = new Set(random.shuffle(Array.from({ length: count }, (_, index) => index)).slice(0, others));
  const dates = Array.from({ length: count }, () => random.integer(0, days - 1)).sort((a, b) => a - b);
  return dates.map((day, index) => {
    const country = random.weighted(countries);
    const channel = random.weighted(channels);
    const product = random.pick(products);
    const category = rare.has(index) ? 'other' : drawCategory(random, biased ? [country, channel] : []);
    return {
      id: `T-${10_001 + index}`,
      text: texts.next(random, category, product),
      category,
      product: product.name,
      country,
      channel,
      split: random.chance(0.8) ? 'train' : 'test',
      annotator: random.weighted(annotators),
      confidence: random.integer(55, 99) / 100,
      wait_minutes: random.integer(1, 25) + random.integer(1, 40) + (channel === 'phone' ? 0 : random.integer(0, 20)),
      order_value: orderValue(random, product),
      created_at: new Date(firstDay + day * dayLength).toISOString().slice(0, 10),
      source: random.pick(sources),
    };
  });
}

/** @param from where and how it was written, as far as that counts. */
function drawCategory(random: Random, from: readonly string[]): Category {
  return random.weighted(
    labelled.map(
      (category) => [category, from.reduce((weight, place) => weight * (bias[place]?.[category] ?? 1), base[category])] as const,
    ),
  );
}

/**
 * Texts that are told apart. Those that take the place of one that is too like another are drawn apart from all else,
 * which stays what it is.
 */
class TicketTexts {
  readonly #drawn = new Set<string>();
  readonly #told = new TellApart();
  readonly #spare = new Random(1);

  next(random: Random, category: Category, product: Product): string {
    let text = ticketText(random, category, product);
    while (this.#drawn.has(plainly(text))) text = ticketText(random, category, product);
    this.#drawn.add(plainly(text));
    while (!this.#told.add(text)) text = ticketText(this.#spare, category, product);
    return text;
  }
}

const plainly = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

/** Whole amounts, and those that prices end in. */
function orderValue(random: Random, { price: [low, high] }: Product): number {
  return random.integer(low, high) + random.pick([0, 0.5, 0.9, 0.95, 0.99]);
}
