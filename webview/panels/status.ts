import { html, nothing, type TemplateResult } from 'lit';
import type { Context } from '../context.ts';
import { button, linkButton } from '../ui/button.ts';
import { formatCounted } from '../ui/numbers.ts';
import { progressBar } from '../ui/progress.ts';
import { checkedWords, partialWords } from './facts.ts';

/** The line at the bottom: what is not saved, where it goes, what is being done, and how long the checks took. */
export function status(context: Context): TemplateResult {
  const { dataset, decisions } = context.store.document;
  const checked = checkedWords(context.store.document);
  const partial = dataset && partialWords(dataset);
  return html`<footer class="status">
    ${unsaved(context)}
    ${
      decisions.decidedRows === 0
        ? nothing
        : linkButton(
            `${formatCounted(decisions.decidedRows, 'row')} decided`,
            () => context.store.showRows([{ kind: 'decided', decided: true }]),
            'Show the rows that have a decision',
          )
    }
    ${decisions.decidedRows === 0 ? nothing : linkButton('Apply…', () => void context.attempt(context.host.call('apply', undefined)), 'Write the decisions to the file: shows what changes first')}
    ${decisions.sidecar === '' ? nothing : linkButton(html`decisions file ${decisions.sidecar}`, () => void context.attempt(context.host.call('openSidecar', undefined)), 'Open the file that holds the decisions')}
    <span role="status" class="said">${context.store.message}</span>
    <span class="grow"></span>
    ${context.store.document.work
      .filter(({ kind }) => kind !== 'check')
      .map(
        (work) =>
          html`<span class="work">${progressBar(work.words, work.fraction)}<span class="words">${work.words}</span>${
            work.cancellable
              ? button('Cancel', { onClick: () => void context.attempt(context.host.call('cancel', { work: work.id })) })
              : nothing
          }</span>`,
      )}
    ${partial ? html`<span class="partial">${partial}</span>` : nothing}
    ${checked ? html`<span title=${checked.title}>${checked.words}</span>` : nothing}
  </footer>`;
}

function unsaved({ store, host, attempt }: Context): TemplateResult {
  const { unsaved: count } = store.document.decisions;
  if (count === 0) return html`<span role="status" class="none"></span>`;
  return html`<span role="status">● ${linkButton(`${formatCounted(count, 'decision')} not saved`, () => void attempt(host.call('save', undefined)), 'Save them')}</span>`;
}
