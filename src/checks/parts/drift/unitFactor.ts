import { momentsOf, wassersteinDistance } from '../../../stats/wasserstein.ts';
import { formatNumber } from '../words.ts';

/** What makes one side's numbers of the other's. */
export interface UnitDifference {
  readonly sentence: string;
  /** It is a unit that is known, and this makes the reference's of it. */
  readonly convert?: (value: number) => number;
}

/** Factors between units in use, the larger number over the smaller. */
const factors: readonly (readonly [number, string])[] = [
  [2.54, 'inches and centimetres'], [2.20462, 'kilograms and pounds'], [1.609344, 'miles and kilometres'], [3.28084, 'metres and feet'],
  [3.6, 'm/s and km/h'], [3.785412, 'litres and gallons'], [28.34952, 'ounces and grams'], [60, 'minutes and seconds, or hours and minutes'],
  [3600, 'hours and seconds'], [24, 'days and hours'], [86400, 'days and seconds'], [1024, 'units of 1,024'], [7, 'weeks and days'], [12, 'years and months'],
];
/** How far a factor may be off, as a share. */
const nearness = 0.03;
/** A factor below this is a change like any other. */
const leastFactor = 1.2;
/** A factor that is no known unit must make both sides nearly the same. */
const closeDistance = 0.05;

/**
 * Whether one factor (or the step from Celsius to Fahrenheit) makes the same of both sides. Both ascending; undefined
 * where none does. `drifts`: whether the current side would, had it these values.
 */
export function explainUnit(reference: Float64Array, current: Float64Array, drifts: (values: Float64Array) => boolean): UnitDifference | undefined {
  const [before, now] = [reference[reference.length >> 1]!, current[current.length >> 1]!];
  const apart = (values: Float64Array): number => wassersteinDistance(reference, values) / Math.max(momentsOf(reference).deviation, 0.001);
  const toCelsius = (value: number): number => (value - 32) / 1.8;
  const toFahrenheit = (value: number): number => value * 1.8 + 32;
  if (apart(current.map(toCelsius)) < closeDistance) return { convert: toCelsius, sentence: 'The numbers look like Fahrenheit for Celsius' };
  if (apart(current.map(toFahrenheit)) < closeDistance) return { convert: toFahrenheit, sentence: 'The numbers look like Celsius for Fahrenheit' };
  const factor = now / before;
  if (!(factor > 0 && Number.isFinite(factor))) return undefined;
  const size = Math.max(factor, 1 / factor);
  if (size < leastFactor) return undefined;
  const words = `${factor > 1 ? 'The numbers are' : 'The reference’s numbers are'} ${nameOf(size)} as large${factor > 1 ? ' as those of the reference' : ''}`;
  const power = 10 ** Math.round(Math.log10(size));
  const unit = near(size, power) ? ([power, 'a power of ten'] as const) : factors.find(([known]) => near(size, known));
  const convert = (value: number): number => (factor > 1 ? value / unit![0] : value * unit![0]);
  if (unit && !drifts(current.map(convert))) return { convert, sentence: `${words}: another unit (${unit[1]})` };
  if (apart(current.map((value) => value / factor)) < closeDistance) return { sentence: `${words} throughout: another unit, perhaps` };
  return undefined;
}

function near(value: number, known: number): boolean {
  return known > 1 && Math.abs(value / known - 1) <= nearness;
}

function nameOf(size: number): string {
  return `about ${formatNumber(Number(size.toPrecision(3)))} times`;
}
