import { html, type TemplateResult } from 'lit';

const joints = /(?<=[_./-])(?=[^_./-])/;

/** A name that may be long: it breaks behind what joins its words, and within a word only where it must. Its own direction stays its own. */
export function breakable(name: string): TemplateResult {
  return html`<bdi>${name.split(joints).map((part, index) => (index === 0 ? part : html`<wbr />${part}`))}</bdi>`;
}
