import { html, nothing, type TemplateResult } from 'lit';
import type { LabelDefinition } from '../../src/core/taxonomy.ts';
import { styled } from '../ui/styled.ts';

/** What the labels mean, wherever a label is shown: its colour, its definition, examples of it. */

export function definitionOf(taxonomy: readonly LabelDefinition[], label: string | null): LabelDefinition | undefined {
  return label === null ? undefined : taxonomy.find(({ name }) => name === label);
}

/** The colour of a label as a small square; nothing where the taxonomy gives it none. */
export function swatch(definition: LabelDefinition | undefined): TemplateResult | typeof nothing {
  return definition?.colour === undefined ? nothing : html`<i class="swatch" aria-hidden="true" ${styled({ background: definition.colour })}></i>`;
}

/** “billing: about money”, with its examples on lines of their own; the name alone where nothing is said. */
export function definitionWords(label: string, definition: LabelDefinition | undefined): string {
  const examples = (definition?.examples ?? []).map((example) => `“${example}”`);
  return [
    definition?.definition === undefined ? label : `${label}: ${definition.definition}`,
    ...(examples.length > 0 ? [`for example ${examples.join(', ')}`] : []),
  ].join('\n');
}
