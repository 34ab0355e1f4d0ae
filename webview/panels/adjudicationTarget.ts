import { html, nothing, type TemplateResult } from 'lit';
import type { AnnotationColumn } from '../../src/core/taxonomy.ts';
import type { AdjudicationTarget } from '../../src/protocol/labelMethods.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import type { Context } from '../context.ts';
import { button, linkButton } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { formatValue } from '../ui/numbers.ts';
import { definitionOf } from './labelDefinitions.ts';

/** Labels that a new column is limited to, at most; of more, any can be filled in. */
const mostLabels = 100;

/** Names a target for as long as the page is open. */
export const targetKey = ({ label, column }: AdjudicationTarget): string => JSON.stringify([label, column ?? null]);

/** Where answers can go: the label, each annotation column that takes one of these labels, or both. */
export function adjudicationTargets({ dataset, annotations }: DocumentState, labels: readonly string[]): AdjudicationTarget[] {
  const columns = annotations
    .filter(({ kind, labels: own }) => kind === 'label' && (own === undefined || own.some(({ name }) => labels.includes(name))))
    .map(({ name }) => name);
  const alone = columns.map((column) => ({ label: false, column }));
  return dataset?.roles.label === undefined ? alone : [{ label: true }, ...alone, ...columns.map((column) => ({ label: true, column }))];
}

/** The target that a person chose, else the first; null where there is none. */
export function adjudicationTarget(document: DocumentState, labels: readonly string[], chosen: string | null): AdjudicationTarget | null {
  const targets = adjudicationTargets(document, labels);
  return targets.find((target) => targetKey(target) === chosen) ?? targets[0] ?? null;
}

/** A column of its own for final answers, under a name that nothing has yet. */
export function adjudicationColumn({ dataset, annotations, taxonomy }: DocumentState, labels: readonly string[]): AnnotationColumn {
  const taken = new Set([...(dataset?.columns ?? []), ...annotations].map(({ name }) => name));
  let name = 'adjudicated';
  for (let next = 2; taken.has(name); next++) name = `adjudicated_${next}`;
  return {
    name, kind: 'label', description: 'The final answer where annotators disagree.',
    ...(labels.length <= mostLabels && { labels: labels.map((label) => definitionOf(taxonomy, label) ?? { name: label }) }),
  };
}

/** Where answers go, and a column for them where there is none. */
export function targetField(context: Context, target: AdjudicationTarget | null, labels: readonly string[]): TemplateResult {
  const { store, host } = context;
  const { document } = store;
  const targets = adjudicationTargets(document, labels);
  const fresh = adjudicationColumn(document, labels);
  const add = async (): Promise<void> => {
    if (await context.attempt(host.call('addAnnotation', { column: fresh }))) store.patchScreen({ adjudicationTarget: targetKey({ label: false, column: fresh.name }) });
  };
  const hint = 'Writes the column to winnow.json; what is filled in stays beside the file until it is applied';
  if (target === null) {
    const roles = linkButton('choose the label in Roles', () => store.patchScreen({ tab: 'samples', panel: 'roles' }));
    return html`<p class="dim">No column has the role label, so that an answer has nowhere to go. It can have a column of its own, or ${roles}.</p>
      <p>${button(`Add a column “${fresh.name}”`, { look: 'primary', title: hint, onClick: () => void add() })}</p>`;
  }
  const words = ({ label, column }: AdjudicationTarget): string =>
    [...(label ? [formatValue(document.dataset?.roles.label ?? '')] : []), ...(column === undefined ? [] : [`new column: ${column}`])].join(' and ');
  const choices = targets.map((each) => ({ value: targetKey(each), words: words(each) }));
  const hasOwn = targets.some(({ column }) => column !== undefined);
  return html`<p class="facts answers"><span class="dim">Answers go into</span> ${targets.length > 1
    ? dropdown('Answers go into', choices, targetKey(target), (value) => store.patchScreen({ adjudicationTarget: value }))
    : html`<b>${words(target)}</b>`}${hasOwn ? nothing : html` · ${linkButton(`add a column “${fresh.name}” for them`, () => void add(), hint)}`}</p>`;
}
