import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Dataset } from '../../src/core/dataset.ts';
import type { Role, Roles } from '../../src/core/roles.ts';
import type { Context } from '../context.ts';
import { button, iconButton } from '../ui/button.ts';
import { dropdown, type Choice } from '../ui/dropdown.ts';
import { formatCount } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import { assignRole, inferredRoles, roleChoices, roleCorrections, roleOf, sameRoles } from './roleTable.ts';

/** A dropdown a column is dear: wide tables are narrowed by name. */
const mostShown = 60;
const none: Choice = { value: '', words: '—' };
const choices: readonly Choice[] = [none, ...roleChoices.map(({ role, words }) => ({ value: role, words }))];

/** What each column means, why, and a way to correct it; corrections are written to `winnow.json`. */
export class RolesPanel {
  readonly #context: Context;
  /** What has been chosen and not applied; null: nothing. */
  #draft: Roles | null = null;
  #search = '';

  constructor(context: Context) {
    this.#context = context;
  }

  template(): TemplateResult {
    const { dataset } = this.#context.store.document;
    if (!dataset) return html`<p class="empty">…</p>`;
    const roles = this.#draft ?? dataset.roles;
    const sought = this.#search.trim().toLowerCase();
    const found = dataset.columns.filter(({ name }) => name.toLowerCase().includes(sought));
    return html`<div class="roles" @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      <div class="pane-head"><b>Roles of the columns</b><span class="grow"></span>${iconButton('✕', 'Close (Escape)', () => this.#close())}</div>
      <p class="dim">What a column means decides which checks can run. Corrections go to winnow.json beside the data.</p>
      ${dataset.columns.length > mostShown ? textField(this.#search, { label: 'Narrow the columns by name', placeholder: 'Narrow by name', onInput: (text) => this.#narrow(text), onEscape: () => this.#narrow('') }) : nothing}
      <div class="role-list">${repeat(found.slice(0, mostShown), ({ name }) => name, ({ name }) => this.#row(dataset, roles, name))}</div>
      ${found.length > mostShown ? html`<p class="dim">${formatCount(found.length - mostShown)} more columns: narrow them by name.</p>` : nothing}
      ${this.#foot(dataset)}
    </div>`;
  }

  #row(dataset: Dataset, roles: Roles, column: string): TemplateResult {
    const role = roleOf(roles, column);
    // Upon what was chosen by now for others, drawn or not.
    const change = (value: string): void => {
      const chosen = roleChoices.find((choice) => choice.role === value)?.role ?? null;
      this.#change(assignRole(this.#draft ?? dataset.roles, column, chosen));
    };
    return html`<div class="role-row"><span class="role-name" title=${column}>${column}</span>${dropdown(`Role of ${column}`, choices, role ?? '', change)}
      <span class="dim why">${this.#why(dataset, column, role)}</span></div>`;
  }

  #why({ inference, roles }: Dataset, column: string, role: Role | null): string {
    if (role !== roleOf(roles, column)) return 'not applied yet';
    const reason = inference.find((candidate) => candidate.column === column);
    if (reason?.role === role) return reason.why;
    if (role === null) return reason ? 'taken away in winnow.json' : '';
    return 'set in winnow.json';
  }

  #foot(dataset: Dataset): TemplateResult {
    const changed = this.#draft !== null && !sameRoles(this.#draft, dataset.roles);
    const inferred = inferredRoles(dataset.inference);
    return html`<div class="pane-foot">
      ${button('Apply', { look: 'primary', disabled: !changed, onClick: () => this.#apply(roleCorrections(inferred, this.#draft ?? dataset.roles)) })}
      ${button('Use inferred', { title: 'Take back all corrections', disabled: sameRoles(this.#draft ?? dataset.roles, inferred), onClick: () => this.#change(inferred) })}
      ${button('Add annotation column…', { title: 'A column that people fill in, kept beside the file', onClick: () => this.#context.addAnnotation() })}
      ${button('Open winnow.json', { onClick: () => void this.#context.attempt(this.#context.host.call('openConfig', undefined)) })}
    </div>`;
  }

  #apply(roles: ReturnType<typeof roleCorrections>): void {
    const applied = this.#draft;
    void this.#context.attempt(this.#context.host.call('setRoles', { roles })).then((done) => {
      if (!done) return;
      // What was chosen while they were written is not applied yet.
      if (this.#draft === applied) this.#draft = null;
      this.#context.store.say('Roles written to winnow.json');
    });
  }

  #change(roles: Roles): void {
    this.#draft = roles;
    this.#context.store.touch();
  }

  #narrow(text: string): void {
    this.#search = text;
    this.#context.store.touch();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.#close();
  }

  #close(): void {
    this.#draft = null;
    this.#context.store.patchScreen({ panel: 'inspector' });
    this.#context.focusRows();
  }
}
