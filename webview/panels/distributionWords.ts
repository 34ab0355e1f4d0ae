import { html, type TemplateResult } from 'lit';
import type { CrossTab } from '../../src/protocol/engineMethods.ts';
import { leastEffect, level, type Difference, type Differences } from '../charts/differences.ts';
import { formatCount, formatCounted, formatShare, formatValue } from '../ui/numbers.ts';

const mostNamed = 3;

/** What differs most, in a sentence, with how that was found out. */
export function differenceWords(table: CrossTab, { found, tested, untested }: Differences): TemplateResult {
  const tooFew = untested === 0 ? '' : ` ${formatCounted(untested, 'bar')} ${untested === 1 ? 'has' : 'have'} too few rows to say.`;
  const method = `two-proportion z over ${formatCounted(tested, 'bar')}, Holm p < ${bare(level)}, effect h ≥ ${bare(leastEffect)}`;
  if (tested === 0) return html`<p class="facts sentence">Too few rows to say whether segments differ. Click a bar to see its rows.</p>`;
  if (found.length === 0) return html`<p class="facts sentence">No segment differs from the rest of the rows (${method}).${tooFew} Click a bar to see its rows.</p>`;
  const segments = new Set(found.map(({ segment }) => segment)).size;
  const verb = segments === 1 ? 'differs' : 'differ';
  const named = found.slice(0, mostNamed).map((difference, index) => html`${index > 0 ? '; ' : ''}${one(table, difference)}`);
  const more = found.length > mostNamed ? ` and ${formatCounted(found.length - mostNamed, 'more bar')}, in amber` : '';
  return html`<p class="facts sentence">${formatCount(segments)} of ${formatCounted(table.segments.length, 'segment')} ${verb} from the rest of the rows (${method}): ${named}${more}.${tooFew} Click a bar to see its rows.</p>`;
}

function one(table: CrossTab, { segment, value, share, restShare }: Difference): TemplateResult {
  const name = formatValue(table.segments[segment]!.value);
  const label = formatValue(table.values[value]!);
  const ratio = restShare === 0 ? null : share / restShare;
  const times = ratio === null ? `all of` : `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)} × the`;
  return html`<b>${name}</b> has ${times} ${label} (${formatShare(share)} against ${formatShare(restShare)})`;
}

/** .001, .2 */
const bare = (value: number): string => String(value).replace(/^0/, '');
