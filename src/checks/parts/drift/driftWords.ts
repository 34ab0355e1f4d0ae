import { comparedShares } from '../../../core/comparedShares.ts';
import { type ColumnDrift, type DriftLimits, type DriftTerm, fewestValues } from '../../../core/drift.ts';
import { countOf, formatCount, formatNumber, formatShare, listed, quoted } from '../words.ts';

/** One sentence or two about a column, with the numbers. */
export function columnMessage(drift: Omit<ColumnDrift, 'message'>, reference: string, limits: DriftLimits): string {
  const name = quoted(drift.column);
  if (drift.tooFew)
    return `${name}: too few to say: ${countOf(drift.values.current, 'value')} here and ${formatCount(drift.values.reference)} in ${reference}, and ${fewestValues} a side are wanted.`;
  const measured = [differenceWords(drift), measureWords(drift, limits)].filter((words) => words !== '').join('; ');
  const state = drift.drifted ? `drifted against ${reference}` : `did not drift against ${reference}`;
  const parts = drift.spelling === undefined
    ? [`${name} ${state}: ${measured}.`]
    : [`${name} is written otherwise than in ${reference}: ${lowerFirst(drift.spelling)}. Beside that it ${state}: ${measured}.`];
  if (drift.unseen.length > 0) parts.push(`Never seen in ${reference}: ${unseenWords(drift)}.`);
  if (drift.drifted && drift.terms && drift.terms.length > 0) parts.push(`What gives it away: ${listed(drift.terms.map(termWords), 6)}.`);
  if (drift.basis !== undefined) parts.push(`This rests on ${drift.basis}.`);
  return parts.join(' ');
}

function termWords({ term, share }: DriftTerm): string {
  const [here, there] = comparedShares(share.current, share.reference, formatShare);
  return `${quoted(term)} (${here} here, ${there} there)`;
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

function unseenWords({ unseen, unseenValues }: Pick<ColumnDrift, 'unseen' | 'unseenValues'>): string {
  const named = unseen.slice(0, 5).map(({ value, count }) => `${quoted(value)} (${countOf(count, 'row')})`);
  return listed(unseenValues > named.length ? [...named, `${formatCount(unseenValues - named.length)} more`] : named, 6);
}

function differenceWords({ kind, median, bars }: Omit<ColumnDrift, 'message'>): string {
  if (median) {
    const words = kind === 'time' ? (value: number): string => new Date(value).toISOString().slice(0, 10) : formatNumber;
    return `median${kind === 'text' ? ' length' : ''} ${words(median.current)}, there ${words(median.reference)}`;
  }
  if (!bars?.values) return '';
  const widest = bars.values
    .map((_, index) => index)
    .sort((a, b) => Math.abs(bars.current[b]! - bars.reference[b]!) - Math.abs(bars.current[a]! - bars.reference[a]!))[0];
  if (widest === undefined) return '';
  const [here, there] = comparedShares(bars.current[widest]!, bars.reference[widest]!, formatShare);
  return `${quoted(bars.values[widest]!)} is ${here}, there ${there}`;
}

function measureWords({ method, statistic, p, adjustedP, kind }: Omit<ColumnDrift, 'message'>, limits: DriftLimits): string {
  if (method === undefined || statistic === undefined) return '';
  const value = formatNumber(Number(statistic.toPrecision(3)));
  if (p !== undefined)
    return `${method} ${value}, p ${probability(adjustedP ?? p)}${adjustedP !== undefined && adjustedP !== p ? ' after Holm’s correction' : ''} (limit ${limits.p})`;
  if (method === 'Wasserstein') return `Wasserstein distance ${value} standard deviations (limit ${limits.wasserstein})`;
  if (method === 'domain classifier') return `a model tells the texts apart with AUROC ${value} (limit ${limits.auroc}; .5 is chance)`;
  return `${method} distance ${value} (limit ${limits.jensenShannon})${kind === 'text' ? ' of the lengths' : ''}`;
}

function probability(p: number): string {
  return p < 0.0001 ? '< 0.0001' : formatNumber(Number(p.toPrecision(2)));
}
