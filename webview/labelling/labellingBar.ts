import { html, nothing, type TemplateResult } from 'lit';
import type { Context } from '../context.ts';
import { filterWords } from '../panels/samplesChips.ts';
import { button } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { formatCount } from '../ui/numbers.ts';
import { styled } from '../ui/styled.ts';
import type { Labelling } from './labelling.ts';
import { leftWords } from './pace.ts';
import { targetsOf } from './target.ts';

/** What is filled in, for which rows, how much of it is left, and the way out. */
export function labellingBar({ store }: Context, labelling: Labelling): TemplateResult {
  const { standing, target } = labelling.session;
  const { filters, sort } = store.screen;
  const scope = [
    ...filters.map((filter) => filterWords(filter, store.document)),
    ...(sort ? [`by ${sort.column}${sort.descending ? ', descending' : ''}`] : []),
  ];
  const targets = targetsOf(store.document);
  const name = target?.column ?? '';
  const change = (value: string): void => {
    const chosen = targets[Number(value)];
    if (chosen) labelling.setTarget(chosen);
    labelling.focus();
  };
  const words = targets.map(({ kind, column }, index) => ({ value: String(index), words: kind === 'file' ? `label: ${column}` : `new column: ${column}` }));
  const chosen = targets.findIndex(({ kind, column }) => kind === target?.kind && column === name);
  return html`<div class="bar labelling-bar">
    <b>Labelling</b>${targets.length > 1 ? dropdown('What is filled in', words, String(chosen), change) : html`<span class="dim">${name}</span>`}
    <span class="dim scope" title=${scope.join('\n')}>${scope.length === 0 ? 'all rows' : scope.join(' · ')}</span>
    <span class="grow"></span>
    ${standing === null ? nothing : html`<span class="labelling-count" role="status">${countWords(standing)}</span>`}
    ${button('Done', { title: 'Back to the rows (Escape, L)', onClick: () => labelling.close() })}
  </div>
  <div class="labelling-progress" role="progressbar" aria-label="Rows decided" aria-valuemin="0" aria-valuemax=${standing?.total ?? 0} aria-valuenow=${standing?.decided ?? 0}
    ><i ${styled({ width: `${standing && standing.total > 0 ? (standing.decided / standing.total) * 100 : 0}%` })}></i></div>`;
}

/** “decided 37 · left 91 of 128 · about 12 min left at this pace” */
function countWords({ decided, left, total, secondsEach }: NonNullable<Labelling['session']['standing']>): TemplateResult {
  const time = leftWords(left, secondsEach);
  return html`decided <b>${formatCount(decided)}</b> · left <b>${formatCount(left)}</b> of ${formatCount(total)}${time === null ? nothing : html` · <span title="At ${secondsEach?.toFixed(1) ?? ''} s a row">${time}</span>`}`;
}
