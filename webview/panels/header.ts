import { html, nothing, type TemplateResult } from 'lit';
import { severities } from '../../src/core/finding.ts';
import type { Tab } from '../../src/protocol/methods.ts';
import type { Context } from '../context.ts';
import { badge } from '../ui/badge.ts';
import { button, linkButton } from '../ui/button.ts';
import { formatCounted } from '../ui/numbers.ts';
import { progressBar } from '../ui/progress.ts';
import { textField } from '../ui/textField.ts';
import { factsOf } from './facts.ts';

const tabs: readonly { readonly tab: Tab; readonly words: string }[] = [
  { tab: 'samples', words: 'Samples' },
  { tab: 'distributions', words: 'Distributions' },
  { tab: 'issues', words: 'Issues' },
  { tab: 'compare', words: 'Compare' },
  { tab: 'annotators', words: 'Annotators' },
  { tab: 'evaluate', words: 'Evaluate' },
  { tab: 'history', words: 'History' },
];

/** File, facts, find field, Roles and Check; the tabs below. */
export class Header {
  readonly #context: Context;
  readonly #find: (text: string) => void;
  #text = '';

  /** `find` opens the find bar of Samples and looks for the text. */
  constructor(context: Context, find: (text: string) => void) {
    this.#context = context;
    this.#find = find;
  }

  template(): TemplateResult {
    const { document } = this.#context.store;
    const failed = document.phase === 'failed';
    return html`<header class="header">
      <div class="header-line">
        <b class="file" title=${document.dataset?.path ?? document.name}>${document.name}</b>
        <span class="facts" title=${factWords(this.#context)}>${facts(this.#context)}</span>
        <span class="grow"></span>
        ${failed ? nothing : html`${this.#findField()}${rolesButton(this.#context)}${checkButton(this.#context)}`}
      </div>
      ${failed ? nothing : tabList(this.#context)}
    </header>`;
  }

  #findField(): TemplateResult {
    return html`<span class="find-field">${textField(this.#text, {
      label: 'Find in all columns', placeholder: 'Find in all columns',
      onInput: (text) => (this.#text = text),
      onEnter: (text) => this.#find(text),
      onEscape: () => this.#context.focusRows(),
    })}</span>`;
  }
}

/** The same without links, for where there is no room for all of it: its end says whether the figures are exact. */
function factWords({ store: { document } }: Context): string {
  if (document.phase === 'starting' || document.phase === 'failed') return '';
  const { rows, unreadable, columns, label, split, basis } = factsOf(document);
  const all = unreadable === 0 ? rows : `${rows}, ${unreadable.toLocaleString('en-US')} of them unreadable`;
  const named = [label === null ? [] : `label ${label}`, split === null ? [] : `split ${split}`].flat();
  return [all, columns, ...named, basis].join(' · ');
}

function facts({ store, host, attempt }: Context): TemplateResult {
  const known = factsOf(store.document);
  if (store.document.phase === 'starting' || store.document.phase === 'failed') return html``;
  const unreadable = (): void => store.showRows([{ kind: 'flagged', check: 'unreadable-row' }]);
  const rest = store.document.dataset?.partial
    ? html` · ${linkButton('Load the rest', () => void attempt(host.call('reload', undefined)), 'Read the file again, to its end')}`
    : nothing;
  return html`${known.rows}${
    known.unreadable === 0
      ? ''
      : html`, ${linkButton(html`<span class="unreadable">${known.unreadable.toLocaleString('en-US')} of them unreadable</span>`, unreadable, 'Show the rows that could not be read; no figure counts them')}`
  }${rest} · ${known.columns}${known.label === null ? '' : html` · label <b>${known.label}</b>`}${
    known.split === null ? '' : html` · split ${known.split}`
  } · ${known.basis}${store.document.readOnly === null ? '' : html` · <span title=${store.document.readOnly}>read-only</span>`}`;
}

function rolesButton({ store }: Context): TemplateResult {
  const open = store.screen.panel === 'roles' && store.screen.tab === 'samples' && !store.screen.labelling;
  return button('Roles', {
    title: 'What each column means', disabled: store.document.dataset === null, pressed: open,
    onClick: () => store.patchScreen(open ? { panel: 'inspector' } : { tab: 'samples', panel: 'roles', labelling: false }),
  });
}

function checkButton({ store, host, attempt }: Context): TemplateResult {
  const { document } = store;
  const running = document.work.find((work) => work.kind === 'check');
  if (!running) {
    return button('Check', {
      look: 'primary',
      title: 'Run the checks over all rows',
      disabled: document.phase !== 'ready',
      onClick: () => void attempt(host.call('check', undefined)),
    });
  }
  return html`<span class="checking">${progressBar(running.words, running.fraction)}<span class="words">${running.words}</span>${
    running.cancellable ? button('Cancel', { onClick: () => void attempt(host.call('cancel', { work: running.id })) }) : nothing}</span>`;
}

function tabList({ store }: Context): TemplateResult {
  const { tab } = store.screen;
  const { findings } = store.document;
  const open = findings ? findings.groups.reduce((sum, group) => sum + group.findings, 0) : 0;
  const worst = severities.find((severity) => findings?.groups.some((group) => group.findings > 0 && group.severity === severity)) ?? 'info';
  const move = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((entry) => entry.tab === store.screen.tab);
    const place = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = place === undefined ? undefined : tabs[(place + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    store.patchScreen({ tab: next.tab });
    requestAnimationFrame(() => window.document.getElementById(`tab-${next.tab}`)?.focus());
  };
  return html`<div class="tabs" role="tablist" aria-label="Views of the dataset" @keydown=${move}>${tabs.map((entry) => html`<button
    type="button" role="tab" id="tab-${entry.tab}" aria-selected=${String(entry.tab === tab)} aria-controls="panel-${entry.tab}"
    tabindex=${entry.tab === tab ? 0 : -1} @click=${() => store.patchScreen({ tab: entry.tab })}
  >${entry.words}${entry.tab === 'issues' ? badge(open, worst, formatCounted(open, 'open finding')) : nothing}</button>`)}</div>`;
}
