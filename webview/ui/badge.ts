import { html, nothing, type TemplateResult } from 'lit';

/** A small count on a coloured ground; nothing for zero. */
export function badge(count: number, title: string): TemplateResult | typeof nothing {
  return count === 0 ? nothing : html`<span class="badge" title=${title}>${count.toLocaleString('en-US')}</span>`;
}
