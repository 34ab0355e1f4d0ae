import { html, nothing, type TemplateResult } from 'lit';
import { differenceLevel, isOrdered, leastEffect } from '../../src/core/segments.ts';
import type { CellDifference, Distribution, IndependenceTest } from '../../src/protocol/distributionMethods.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import { formatCount, formatCounted, formatScore, formatShare } from '../ui/numbers.ts';
import { basisWords, groupWords, valueWords } from './distributionGroups.ts';

const mostNamed = 3;

/** What differs most, in a sentence, with how that was found out and from how many rows. */
export function differenceWords(table: Distribution, document: DocumentState): TemplateResult {
  return html`<p class="facts sentence">${table.by.length === 0 ? nothing : foundWords(table, document)} Counts are ${basisWords(table.counted)}. ${apartWords(table, document)}Click a bar to see its rows.</p>
    ${table.notes.map((note) => html`<p class="facts sentence note">${note}</p>`)}`;
}

/** What the bars beside an axis are. */
function apartWords(table: Distribution, document: DocumentState): string {
  if (!isOrdered(table.of)) return '';
  const apart = table.values.flatMap(({ kind }, index) => (kind === 'missing' || kind === 'mistyped' ? [valueWords(table, index, document)] : []));
  return apart.length === 0 ? '' : `Beside the axis: ${apart.join(', ')}. `;
}

function foundWords(table: Distribution, document: DocumentState): TemplateResult | string {
  const { differences, tested, untested, allSegments, segments, test } = table;
  if (allSegments < 2) return '';
  const tooFew = untested === 0 ? '' : ` ${formatCounted(untested, 'bar')} ${untested === 1 ? 'has' : 'have'} too few rows to say.`;
  const whole = test === null || test.degrees === 0 ? nothing : html` Over all, ${testWords(test)}.`;
  const method = `two-proportion z over ${formatCounted(tested, 'bar')}, Holm p < ${bare(differenceLevel)}, effect h ≥ ${bare(leastEffect)}`;
  // Where no bar has the rows, χ² over all of them has not either.
  if (tested === 0) return 'Too few rows to say whether segments differ.';
  if (differences.length === 0) return html`No segment differs from the rest of the rows (${method}).${tooFew}${whole}`;
  const different = new Set(differences.map(({ segment }) => segment)).size;
  const named = differences.slice(0, mostNamed).map((difference, index) => html`${index > 0 ? '; ' : ''}${one(table, difference, document)}`);
  const more = differences.length > mostNamed ? ` and ${formatCounted(differences.length - mostNamed, 'more bar')}` : '';
  const among = segments.length < allSegments ? `${formatCount(segments.length)} listed segments` : formatCounted(segments.length, 'segment');
  return html`${formatCount(different)} of ${among} ${different === 1 ? 'differs' : 'differ'} from the rest of the rows (${method}): ${named}${more}. ${markedWords(differences)}${tooFew}${whole}`;
}

/** By what the bars that differ are told: a bar of no rows has no colour, and its figure is pointed at. */
export function markedWords(differences: readonly CellDifference[]): string {
  const empty = differences.filter(({ share }) => share === 0).length;
  if (empty === differences.length) return empty === 1 ? 'Its figure has the mark ◂.' : 'Their figures have the mark ◂.';
  const amber =
    differences.length === 1
      ? 'Its bar is amber'
      : empty === 0
        ? 'Their bars are amber'
        : 'Their bars are amber, and the figures of those without a row have the mark ◂';
  return `${amber}.`;
}

function one(table: Distribution, { segment, value, share, restShare }: CellDifference, document: DocumentState): TemplateResult {
  const name = groupWords(table.segments[segment]!.parts, table.by, document);
  const label = valueWords(table, value, document);
  if (share === 0) return html`<b>${name}</b> has no ${label} (against ${formatShare(restShare)})`;
  const ratio = restShare === 0 ? null : share / restShare;
  const times = ratio === null ? 'all of the' : `${ratio >= 10 ? ratio.toFixed(0) : ratio < 0.1 ? ratio.toFixed(2) : ratio.toFixed(1)} × the`;
  return html`<b>${name}</b> has ${times} ${label} (${formatShare(share)} against ${formatShare(restShare)})`;
}

/** `Cramér’s V .18, χ² p < .001` */
export function testWords({ correctedV, p }: IndependenceTest): string {
  return `Cramér’s V ${formatScore(correctedV)}, χ² p ${pWords(p)}`;
}

/** Why a bar is marked: `differs from the rest (h .35, Holm p < .001)`. */
export function markWords({ effect, p, restShare }: CellDifference): string {
  return `differs from the ${formatShare(restShare)} of the rest (h ${formatScore(Math.abs(effect))}, Holm p ${pWords(p)})`;
}

const pWords = (p: number): string => (p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, ''));

/** .001, .2 */
const bare = (value: number): string => String(value).replace(/^0/, '');
