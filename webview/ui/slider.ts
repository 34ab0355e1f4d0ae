import { html, type TemplateResult } from 'lit';
import { styled } from './styled.ts';

export interface SliderOptions {
  /** What is chosen, for those who hear it. */
  readonly label: string;
  /** Places from 0 to `last`. */
  readonly last: number;
  readonly value: number;
  /** What a place means; it is read out instead of its number. */
  readonly words: (value: number) => string;
  readonly onInput: (value: number) => void;
}

/** A choice among ordered places, by mouse and by arrow keys, Home and End. */
export function slider({ label, last, value, words, onInput }: SliderOptions): TemplateResult {
  const input = (event: Event): void => onInput((event.currentTarget as HTMLInputElement).valueAsNumber);
  return html`<input class="slider" type="range" min="0" max=${last} step="1" .value=${String(value)} aria-label=${label} aria-valuetext=${words(value)} @input=${input}
    ${styled({ '--filled': `${last === 0 ? 0 : (100 * value) / last}%` })}>`;
}
