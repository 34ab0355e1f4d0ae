import type { Random } from '../../../samples/generator/random.ts';

const common = ('the a this it was is not very and but when after before with without for from while again still never always quite really almost only '
  + 'ordered arrived opened tried used returned asked waited called wrote paid kept found missed expected looked felt worked stopped started broke held '
  + 'small large heavy light old new quick slow warm cold loud quiet bright dark early late easy hard simple odd '
  + 'box bag lid screw handle cable manual colour corner shelf table window door floor garden kitchen morning evening week month day friend neighbour '
  + 'café naïve déjà größer über señor façade smörgås 東京 привет 🙂').split(' ');

/** Twenty classes, and the words that speak for each. */
const spoken: Readonly<Record<string, string>> = {
  delivery: 'parcel courier doorstep tracking',
  damage: 'dent crack scratch shattered',
  billing: 'invoice charged receipt amount',
  refund: 'money back credited repaid',
  warranty: 'guarantee years covered claim',
  sizing: 'fits tight loose measure',
  assembly: 'bolts instructions pieces tighten',
  noise: 'hum rattle squeak decibel',
  battery: 'charge drains lasts recharge',
  taste: 'sweet bitter flavour bland',
  scent: 'smell fresh stale perfume',
  comfort: 'soft cushion ache cosy',
  durability: 'worn sturdy flimsy solid',
  packaging: 'wrapped cardboard sealed foil',
  service: 'agent polite helpful rude',
  website: 'page login basket checkout',
  stock: 'unavailable restock waiting list',
  gift: 'present birthday ribbon surprise',
  price: 'cheap bargain expensive value',
  other: 'something nothing whatever besides',
};

const sentencesPerLabel = 400;
const plain = 'neutral';

/** Texts of 20 to 600 characters: some quote, some span lines, some have letters beyond ASCII; nearly all differ. */
export class ReviewTexts {
  readonly labels: readonly string[] = Object.keys(spoken);
  readonly #random: Random;
  readonly #sentences: ReadonlyMap<string, readonly string[]>;

  constructor(random: Random) {
    this.#random = random;
    this.#sentences = new Map([...this.labels, plain].map((label) => [label, this.#makeSentences(spoken[label]?.split(' ') ?? [])]));
  }

  next(label: string): string {
    const random = this.#random;
    let text = random.pick(this.#sentences.get(label)!);
    for (let more = Math.min(random.integer(0, 6), random.integer(0, 6)); more > 0; more--) {
      const next = random.pick(this.#sentences.get(random.chance(0.3) ? label : plain)!);
      text += (random.chance(0.06) ? '\n' : ' ') + next;
    }
    if (random.chance(0.04)) text += ` They said "${random.pick(this.#sentences.get(plain)!)}"`;
    return `${text} (order ${random.integer(10_000, 9_999_999)})`;
  }

  #makeSentences(words: readonly string[]): string[] {
    const random = this.#random;
    return Array.from({ length: sentencesPerLabel }, () => {
      const sentence = Array.from({ length: random.integer(4, 11) }, () =>
        words.length > 0 && random.chance(0.25) ? random.pick(words) : random.pick(common),
      );
      const comma = random.chance(0.3) ? random.integer(1, sentence.length - 2) : -1;
      const text = sentence.map((word, index) => (index === comma ? `${word},` : word)).join(' ');
      return text.charAt(0).toUpperCase() + text.slice(1) + random.pick(['.', '.', '.', '!', '?']);
    });
  }
}
