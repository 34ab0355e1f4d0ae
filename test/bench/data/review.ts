import { Random } from '../../../samples/generator/random.ts';
import { ReviewTexts } from './reviewTexts.ts';

/** One row of the generated dataset; null is a missing value. */
export interface Review {
  readonly id: string;
  readonly text: string | null;
  readonly label: string | null;
  readonly split: string;
  readonly country: string | null;
  readonly confidence: number | null;
  readonly votes: number | null;
  readonly created_at: string;
  readonly source_url: string | null;
}

/** In file order, with the types that Parquet and Arrow declare. */
export const reviewColumns = {
  id: 'VARCHAR',
  text: 'VARCHAR',
  label: 'VARCHAR',
  split: 'VARCHAR',
  country: 'VARCHAR',
  confidence: 'DOUBLE',
  votes: 'INTEGER',
  created_at: 'TIMESTAMP',
  source_url: 'VARCHAR',
} as const satisfies Record<keyof Review, string>;

export const reviewColumnNames = Object.keys(reviewColumns) as (keyof Review)[];

const splits = [['train', 80], ['validation', 10], ['test', 10]] as const;
const countries = [['DE', 22], ['FR', 18], ['GB', 16], ['ES', 10], ['IT', 9], ['NL', 8], ['PL', 7], ['SE', 4], ['AT', 3], ['CH', 3]] as const;
const shelves = ['garden', 'kitchen', 'music', 'toys', 'books', 'sports'];
/** Of earlier rows, to be repeated. */
const remembered = 256;
const firstSecond = Date.UTC(2021, 0, 1) / 1000;

/**
 * Rows without end; the same seed gives the same rows. About one in 5,000 repeats the content of an earlier one, some of
 * these under another label or in another split.
 */
export function* reviews(seed: number): Generator<Review> {
  const random = new Random(seed);
  const texts = new ReviewTexts(random);
  const earlier: Pick<Review, 'text' | 'label' | 'split'>[] = [];
  for (let number = 1; ; number++) {
    const labelled = texts.labels[Math.min(random.integer(0, 24), random.integer(0, 24), texts.labels.length - 1)]!;
    const copied = random.chance(1 / 5000) ? earlier[random.integer(0, earlier.length - 1)] : undefined;
    const own = { text: random.chance(0.002) ? null : texts.next(labelled), label: random.chance(0.003) ? null : labelled, split: random.weighted(splits) };
    const content = copied
      ? { text: copied.text, label: random.chance(0.2) ? labelled : copied.label, split: random.chance(0.2) ? own.split : copied.split }
      : own;
    if (number % 61 === 0) earlier[number % remembered % (earlier.length + 1)] = own;
    yield {
      id: `R${String(number).padStart(9, '0')}`,
      text: content.text,
      label: content.label,
      split: content.split,
      country: random.chance(0.02) ? null : random.weighted(countries),
      confidence: random.chance(0.05) ? null : Math.round((1 - random.next() * random.next()) * 1000) / 1000,
      votes: random.chance(0.02) ? null : Math.floor(-Math.log(1 - random.next()) * 12),
      created_at: new Date((firstSecond + random.integer(0, 150_000_000)) * 1000).toISOString().replace('.000Z', ''),
      source_url: random.chance(0.03) ? null : `https://reviews.example/${random.pick(shelves)}/${random.integer(1, 99_999)}`,
    };
  }
}
