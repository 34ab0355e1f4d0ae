import { createRandom } from '../../../src/learn/random.ts';

/** A row of a made dataset with predictions. */
export interface PredictedRow {
  readonly id: number;
  readonly country: string;
  readonly device: string;
  readonly age: number;
  readonly split: string;
  readonly label: string;
  readonly predicted: string;
  /** Of “bill”, “bug” and “other”; the highest is that of the predicted label. */
  readonly probabilities: readonly [number, number, number];
}

const labels = ['bill', 'bug', 'other'] as const;
const countries = ['AT', 'DE', 'FR', 'PL'];

/** Rows that a model is right about for nine in ten, and for four in ten where the country is FR and the device mobile. */
export function predictedRows(count: number, seed = 1): PredictedRow[] {
  const random = createRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  return Array.from({ length: count }, (_, index) => {
    const [country, device, label] = [pick(countries), random() < 0.5 ? 'desktop' : 'mobile', pick(labels)];
    const isRight = random() < (country === 'FR' && device === 'mobile' ? 0.4 : 0.9);
    const predicted = isRight ? label : pick(labels.filter((other) => other !== label));
    const sure = Math.round((0.5 + random() * 0.5) * 100) / 100;
    const [first, second] = [Math.round((1 - sure) * 50) / 100, 0];
    const rest = [first, Math.round((1 - sure - first) * 100) / 100 + second];
    const probabilities = labels.map((name) => (name === predicted ? sure : rest.shift()!)) as [number, number, number];
    return { id: index + 1, country, device, age: 18 + Math.floor(random() * 60), split: random() < 0.4 ? 'test' : 'train', label, predicted, probabilities };
  });
}

/** As CSV; `change` may change a row's cells. */
export function csvOf(rows: readonly PredictedRow[], change: (cells: string[], row: PredictedRow) => string[] = (cells) => cells): string {
  const lines = rows.map((row) =>
    change(
      [String(row.id), row.country, row.device, String(row.age), row.split, row.label, row.predicted, ...row.probabilities.map(String)],
      row,
    ).join(','),
  );
  return `${['id,country,device,age,split,label,predicted,prob_bill,prob_bug,prob_other', ...lines].join('\n')}\n`;
}
