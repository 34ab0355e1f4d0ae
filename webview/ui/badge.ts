import { html, nothing, type TemplateResult } from 'lit';
import type { Severity } from '../../src/core/finding.ts';

/** A small count on the colour of the worst that it counts; nothing for zero. */
export function badge(count: number, worst: Severity, title: string): TemplateResult | typeof nothing {
  return count === 0 ? nothing : html`<span class="badge ${worst}" title=${title}>${count.toLocaleString('en-US')}</span>`;
}
