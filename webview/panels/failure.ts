import { html, nothing, type TemplateResult } from 'lit';
import type { Context } from '../context.ts';
import { button } from '../ui/button.ts';

/** The whole page when the file cannot be shown: what happened, where, and what to do. */
export function failure({ store, host, attempt }: Context): TemplateResult {
  const failed = store.document.failure ?? { title: 'The dataset could not be shown', message: 'No reason was given.', retry: true };
  return html`<div class="failure" role="alert">
    <h2>${failed.title}</h2>
    <p>${failed.message}</p>
    <p class="acts">
      ${failed.retry ? button('Try again', { look: 'primary', onClick: () => void attempt(host.call('reload', undefined)) }) : nothing}
      ${button('Reopen as Text', { onClick: () => void attempt(host.call('openText', {})) })}
    </p>
  </div>`;
}
