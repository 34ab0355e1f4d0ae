import type { Random } from './random.ts';
import type { Ticket } from './tickets.ts';

/** Where something is wrong. Rows count from 1, as `row` of a finding does. */
export interface Fault {
  readonly check: string;
  readonly column?: string;
  readonly segment?: { readonly column: string; readonly value: string };
  readonly rows: readonly number[];
  readonly what: string;
}

export interface FaultyTickets {
  readonly tickets: readonly Ticket[];
  /** Indices of the two rows that each format's writer breaks in its own way. */
  readonly unreadable: readonly [number, number];
  readonly faults: readonly Fault[];
}

/** Puts in the two unreadable rows; writers that can break a byte of the text break this one. */
export const brokenCafes = ['Caf~ Aurora', 'Caf~ Luna'] as const;

const oddTexts: readonly (readonly [what: string, text: (text: string) => string])[] = [
  ['empty', () => ''],
  ['nearly empty', () => 'ok'],
  ['far too long', (text) => Array.from({ length: 60 }, (_, turn) => `${turn + 1}. ${text}`).join(' ')],
  ['mojibake', (text) => `${text} The cafÃ© on the corner took the parcel, itâ€™s still there.`],
  ['a replacement character', (text) => text.replace(/\.?$/, ' \uFFFD\uFFFD please.')],
  ['a control character', (text) => text.replace(' ', '\u0007 ')],
  ['left-over HTML', (text) => `<p>${text}</p><br/>&nbsp;<a href="#">Sent from my phone</a>`],
  ['one word over and over', () => 'help help help help help help help help help help help help'],
  ['another script than the rest', () => 'Моя посылка до сих пор не пришла, пожалуйста, проверьте заказ и ответьте мне.'],
];

/** A few words more leave it nearly the same. */
const longText = (text: string): boolean => text.split(/\s+/).length >= 25;

/** Plants the faults of every check into tickets that have none. Each row gets one at most, save where one causes another. */
export class FaultPlanter {
  readonly #random: Random;
  readonly #tickets: Ticket[];
  readonly #untouched: Set<number>;
  readonly #faults: Fault[] = [];

  constructor(random: Random, tickets: readonly Ticket[]) {
    this.#random = random;
    this.#tickets = tickets.map((ticket) => ({ ...ticket }));
    this.#untouched = new Set(tickets.flatMap(({ category }, index) => (category === 'other' ? [] : [index])));
  }

  plant(): FaultyTickets {
    const unreadable = this.#plantUnreadable();
    this.#plantTexts();
    this.#plantCopies();
    this.#plantLabels();
    this.#plantNumbers();
    this.#plantMissing(unreadable);
    this.#plantNearCopies();
    this.#plantPersonal();
    this.#plantSegments();
    this.#plantTestRows();
    this.#plantStranger();
    this.#note('constant-column', { column: 'source', rows: [] }, 'every row came from the same help desk');
    return { tickets: this.#tickets, unreadable, faults: this.#faults };
  }

  #plantUnreadable(): [number, number] {
    const [first, second] = this.#take(2).sort((a, b) => a - b) as [number, number];
    const how = ['CSV: a field too many. JSONL: cut short', 'CSV: text after a closing quote. JSONL: single quotes'] as const;
    for (const [place, index] of [first, second].entries()) {
      this.#tickets[index]!.text =
        `The courier left my parcel, order #${40_000 + place}, at the ${brokenCafes[place]!} next door. Nobody there knows about it.`;
      this.#note('unreadable-row', { rows: [index] }, `${how[place]!}. Parquet and Arrow: a byte that is not UTF-8`);
    }
    return [first, second];
  }

  #plantTexts(): void {
    for (const [what, change] of oddTexts) {
      const [index] = this.#take(1) as [number];
      this.#tickets[index]!.text = change(this.#tickets[index]!.text);
      this.#note('unusual-text', { column: 'text', rows: [index] }, what);
    }
  }

  #plantCopies(): void {
    const shout = (text: string): string => `  ${text.toUpperCase().replaceAll(' ', '  ')}`;
    const same = (a: Ticket) => (b: Ticket): boolean => b.category === a.category && b.split === a.split;
    for (const writings of [
      [String, String],
      [String, shout],
      [String, String, shout],
    ])
      this.#copy('exact-duplicate', writings, same, `${writings.length} rows say the same`);
    for (let group = 0; group < 3; group++) {
      this.#copy(
        'conflicting-label',
        [String, String, ...(group === 0 ? [String] : [])],
        (a, copies) => (b) => b.split === a.split && (copies.length === 2 ? b.category === a.category : b.category !== a.category),
        'the same text under two labels',
      );
    }
    for (const writings of [[String, String], [String, shout]]) {
      this.#copy(
        'split-leakage',
        writings,
        (a) => (b) => a.split === 'train' && b.split === 'test' && b.category === a.category,
        'the same text in train and in test',
      );
    }
  }

  #plantNearCopies(): void {
    const same = (a: Ticket) => (b: Ticket): boolean => b.category === a.category && b.split === a.split;
    const leaks = (a: Ticket) => (b: Ticket): boolean => a.split === 'train' && b.split === 'test' && b.category === a.category;
    const again = (text: string): string => `${text} I wrote this before.`;
    const corrected = (text: string): string => text.replace(/ (\w+)([.?!"]*)$/, ' $1, please$2');
    for (const writings of [
      [String, again],
      [String, corrected, again],
    ])
      this.#copy('near-duplicate', writings, same, `${writings.length} rows say almost the same`, longText);
    this.#copy(
      'conflicting-label',
      [String, again],
      (a) => (b) => b.split === a.split && b.category !== a.category,
      'almost the same text under two labels',
      longText,
    );
    this.#copy('split-leakage', [String, again], leaks, 'almost the same text in train and in test', longText);
  }

  #plantPersonal(): void {
    const kinds: readonly (readonly [what: string, sentences: readonly string[]])[] = [
      ['e-mail addresses', ['You can reach me at ada.winter@postbox.org.', 'My other address is j.okafor@mailhaus.de.']],
      ['phone numbers', ['Please call +49 170 5550123.', 'My number is (415) 555-2671.']],
      ['a card number', ['I paid with 4111 1111 1111 1111.']],
      ['an account number', ['Send the money to DE89 3704 0044 0532 0130 00.']],
    ];
    for (const [what, sentences] of kinds) {
      const rows = this.#take(sentences.length);
      for (const [place, row] of rows.entries()) this.#tickets[row]!.text += ` ${sentences[place]!}`;
      this.#note('personal-data', { column: 'text', rows }, what);
    }
  }

  /** Nearly nobody can log in and still calls: most who did are said to have written. */
  #plantSegments(): void {
    const calls = this.#tickets.flatMap(({ category, channel }, index) => (category === 'login' && channel === 'phone' ? [index] : []));
    const left = calls.slice(0, 4);
    for (const index of calls.slice(left.length)) this.#tickets[index]!.channel = 'email';
    this.#note('rare-segment', { column: 'category', segment: { column: 'channel', value: 'phone' }, rows: left }, `${left.length} calls about logging in`);
    this.#note('label-shift-by-segment', { column: 'channel', rows: [] }, 'people chat about logging in, and hardly call about it');
  }

  #plantTestRows(): void {
    const others = this.#tickets.flatMap(({ category, split }, index) => (category === 'other' && split === 'test' ? [index] : []));
    this.#note(
      'too-few-test-rows',
      { column: 'category', segment: { column: 'category', value: 'other' }, rows: others },
      `“other” has ${others.length} rows to be tested on`,
    );
  }

  /** Alone, each of its numbers is an outlier; together, it is of another business. */
  #plantStranger(): void {
    const [row] = this.#take(1) as [number];
    const [wait, value] = [2_880, 9_300];
    Object.assign(this.#tickets[row]!, { wait_minutes: wait, order_value: value });
    this.#note('outlier-value', { column: 'order_value', rows: [row] }, `${value} where orders are worth at most 191`);
    this.#note('outlier-value', { column: 'wait_minutes', rows: [row] }, 'two days of waiting');
    this.#note('outlier-row', { rows: [row] }, 'two days of waiting for an order of fifty times the usual value');
  }

  /** One ticket's text in others, each in its own writing. `fits` chooses the others, `suits` the text. */
  #copy(
    check: string,
    writings: readonly ((text: string) => string)[],
    fits: (original: Ticket, copies: readonly Ticket[]) => (other: Ticket) => boolean,
    what: string,
    suits: (text: string) => boolean = () => true,
  ): void {
    const [original] = this.#take(1, ({ split, text }) => split === 'train' && suits(text)) as [number];
    const rows = [original];
    const ticket = this.#tickets[original]!;
    for (const write of writings.slice(1)) {
      const [copy] = this.#take(1, fits(ticket, rows.map((row) => this.#tickets[row]!))) as [number];
      this.#tickets[copy]!.text = write(ticket.text);
      rows.push(copy);
    }
    this.#note(check, { column: check === 'conflicting-label' ? 'category' : 'text', rows }, what);
  }

  #plantLabels(): void {
    for (const [label, count, variant, what] of [
      ['billing', 3, 'Billing', 'a capital letter'],
      ['refund', 2, 'refund ', 'a space at the end'],
      ['delivery', 2, 'delivry', 'a letter missing'],
    ] as const) {
      const rows = this.#take(count, ({ category }) => category === label);
      for (const row of rows) this.#tickets[row]!.category = variant;
      this.#note('label-variant', { column: 'category', rows }, `“${variant}” for “${label}”: ${what}`);
      this.#note('unknown-label', { column: 'category', rows }, `“${variant}” is not in the taxonomy of winnow.json`);
    }
    const others = this.#tickets.flatMap(({ category }, index) => (category === 'other' ? [index] : []));
    this.#note('class-imbalance', { column: 'category', segment: { column: 'category', value: 'other' }, rows: others }, `“other” has ${others.length} rows`);
  }

  #plantNumbers(): void {
    const [anHour, ten] = this.#take(2) as [number, number];
    this.#tickets[anHour]!.wait_minutes = 'about an hour';
    this.#tickets[ten]!.wait_minutes = 'ten';
    for (const row of [anHour, ten]) this.#note('type-mismatch', { column: 'wait_minutes', rows: [row] }, 'a word in a column of numbers');
    for (const value of [12_950, 8_700, 24_999]) {
      const [row] = this.#take(1) as [number];
      this.#tickets[row]!.order_value = value;
      this.#note('outlier-value', { column: 'order_value', rows: [row] }, `${value} where orders are worth at most 191`);
    }
    const [row] = this.#take(1) as [number];
    this.#tickets[row]!.wait_minutes = 4_320;
    this.#note('outlier-value', { column: 'wait_minutes', rows: [row] }, 'three days of waiting');
  }

  #plantMissing(unreadable: readonly number[]): void {
    const labels = this.#take(2);
    for (const row of labels) this.#tickets[row]!.category = null;
    this.#note('missing-value', { column: 'category', rows: labels }, 'no label');
    const notSaid = this.#take(6);
    for (const row of notSaid) this.#tickets[row]!.wait_minutes = 'N/A';
    this.#note('missing-value', { column: 'wait_minutes', rows: notSaid }, '“N/A” among numbers');
    const codes = this.#take(5);
    for (const row of codes) this.#tickets[row]!.order_value = -999;
    this.#note('missing-value', { column: 'order_value', rows: codes }, '-999 for no value');
    const readable = this.#tickets.length - unreadable.length;
    const inPoland = this.#take(Math.round(this.#tickets.filter(({ country }) => country === 'PL').length * 0.31), ({ country }) => country === 'PL');
    const elsewhere = this.#take(Math.round(readable * 0.08) - inPoland.length, ({ country }) => country !== 'PL');
    for (const row of [...inPoland, ...elsewhere]) this.#tickets[row]!.order_value = null;
    this.#note('missing-value', { column: 'order_value', rows: [...inPoland, ...elsewhere] }, '8 % of the column');
    this.#note('missing-value', { column: 'order_value', segment: { column: 'country', value: 'PL' }, rows: inPoland }, '31 % in Poland');
  }

  /** Rows that nothing is wrong with yet, and that fit. */
  #take(count: number, fits: (ticket: Ticket) => boolean = () => true): number[] {
    const free = [...this.#untouched].filter((index) => fits(this.#tickets[index]!));
    const taken = this.#random.shuffle(free).slice(0, count);
    if (taken.length < count) throw new Error(`Only ${taken.length} of ${count} rows are left for a fault`);
    for (const index of taken) this.#untouched.delete(index);
    return taken;
  }

  #note(check: string, place: { readonly column?: string; readonly segment?: Fault['segment']; readonly rows: readonly number[] }, what: string): void {
    this.#faults.push({ check, ...place, rows: place.rows.map((index) => index + 1).sort((a, b) => a - b), what });
  }
}
