import { surelyAccurate } from '../../src/core/probabilitySource.ts';
import type { LabelHealth, ProbabilitySource, RecallPosition } from '../../src/protocol/labelMethods.ts';
import { formatCount, formatCounted, formatShare } from '../ui/numbers.ts';

/** Sentences about label health: pure functions of what the engine says. */

/** “About 6.1 % of the labels look wrong (95 % interval 5.2 % – 7.0 %): some 540 of 8,900 rows.” */
export function noiseWords({ noise, source }: Pick<LabelHealth, 'noise' | 'source'>): string | null {
  if (!noise) return null;
  const rows = source && source.rows > 0 ? `: some ${formatCount(Math.round(noise.estimate * source.rows))} of ${formatCounted(source.rows, 'row')}` : '';
  return `of the labels look wrong (95 % interval ${formatShare(noise.low)} – ${formatShare(noise.high)})${rows}.`;
}

/** How the noise has changed since the dataset was first looked at; null where it has not. */
export function changeWords({ noise }: Pick<LabelHealth, 'noise'>): string | null {
  if (noise?.before === undefined || !hasChanged(noise.before, noise.estimate)) return null;
  return `It was ${formatShare(noise.before)} before the decisions: ${noise.estimate < noise.before ? 'less' : 'more'} by ${points(Math.abs(noise.before - noise.estimate))}.`;
}

/** A difference that the figures shown would not hide. */
export function hasChanged(before: number, now: number): boolean {
  return formatShare(before) !== formatShare(now);
}

function points(share: number): string {
  const amount = (share * 100).toFixed(1).replace(/\.0$/, '');
  return `${amount} ${amount === '1' ? 'point' : 'points'}`;
}

/** “86.9 % accurate on rows that it had not seen, log loss 0.42, 8,900 rows”. */
export function sourceFigures(source: ProbabilitySource): string {
  const unseen = source.folds === undefined ? 'agrees with the labels on' : 'right on';
  const held = source.folds === undefined ? 'of the rows' : 'of held-out rows';
  return `${unseen} ${accuracyWords(source.accuracy)} ${held}, log loss ${source.logLoss.toFixed(2)}, over ${formatCounted(source.rows, 'row')}`;
}

/** One place after the point: whether a model is 86 or 87 % right matters less than that it is not 100 %. */
export function accuracyWords(accuracy: number): string {
  const percent = (accuracy * 100).toFixed(1);
  return accuracy < 1 && percent === '100.0' ? '> 99.9 %' : `${percent} %`;
}

/** What is added to a figure that a weak model gave, where it stands alone: “, by a model that is right on 33.3 % only”. */
export function doubtWords(source: Pick<ProbabilitySource, 'suspects' | 'accuracy'> | null | undefined): string {
  if (!source?.suspects) return '';
  return source.accuracy < surelyAccurate ? `, by a model that is right on ${accuracyWords(source.accuracy)} only` : ', by a model of labels that few rows have';
}

/** Where it is for another reason that they are suspects, its notes tell. */
export function suspectWords({ suspects, accuracy }: ProbabilitySource): string | null {
  return suspects && accuracy < surelyAccurate ? `The model is right on ${accuracyWords(accuracy)} only: below 80 %, what it flags are suspects rather than errors.` : null;
}

/** Rows without probabilities, by reason; null where there are none. */
export function leftOutWords({ leftOut }: ProbabilitySource): string | null {
  const some = leftOut.filter(({ rows }) => rows > 0);
  if (some.length === 0) return null;
  const all = some.reduce((sum, { rows }) => sum + rows, 0);
  if (some.length === 1) return `${formatCounted(all, 'row')} left out, because ${some[0]!.why}.`;
  return `${formatCounted(all, 'row')} left out: ${some.map(({ why, rows }) => `${formatCount(rows)} because ${why}`).join('; ')}.`;
}

/** “412 rows, about 388 of them wrong”, or “412 rows, 210 to 388 of them wrong” where the two estimates differ. */
export function positionWords({ positions }: Pick<LabelHealth, 'positions'>, position: number): string {
  const at = positions[position];
  if (!at) return 'no rows';
  return at.rows === 0 ? 'no rows' : `${formatCounted(at.rows, 'row')}, ${expectedWords(at)} of them wrong`;
}

/** “about 388”, or “210 to 388” where the two estimates differ by more than a tenth. */
export function expectedWords({ expected, least }: RecallPosition): string {
  return isWide({ expected, least })
    ? `${formatCount(Math.round(least))} to ${formatCount(Math.round(expected))}`
    : `about ${formatCount(Math.round(expected))}`;
}

function isWide({ expected, least }: Pick<RecallPosition, 'expected' | 'least'>): boolean {
  return Math.round(expected) - Math.round(least) > Math.max(1, expected / 10);
}

/** “finds about 62 % of all wrong labels”. */
export function recallWords(recall: number): string {
  return recall > 0.995 ? 'finds nearly all wrong labels' : `finds about ${formatShare(recall)} of all wrong labels`;
}

/** What the two numbers are where they are apart: rows may be hard rather than wrong, which no estimate can tell. Null where they agree. */
export function rangeWords({ positions }: Pick<LabelHealth, 'positions'>): string | null {
  const all = positions.at(-1);
  if (!all || !isWide(all)) return null;
  return 'The lower number of wrong labels counts those that nothing in their row speaks for; the upper one also those that the model takes for another where the row could be either. Which of the two is nearer, a look at some of them tells.';
}
