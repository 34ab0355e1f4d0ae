import { html, nothing, type TemplateResult } from 'lit';
import { styled } from './styled.ts';

/** A thin bar; without a fraction it says only that work goes on. */
export function progressBar(words: string, fraction: number | undefined): TemplateResult {
  const percent = fraction === undefined ? null : Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return html`<span class="progress ${percent === null ? 'endless' : ''}" role="progressbar" aria-label=${words}
    aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent ?? nothing}
  ><i ${styled(percent === null ? {} : { width: `${percent}%` })}></i></span>`;
}
