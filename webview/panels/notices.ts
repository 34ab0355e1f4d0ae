import { html, nothing, type TemplateResult } from 'lit';
import type { Notice } from '../../src/core/dataset.ts';
import { orphanPlace } from '../../src/core/orphanWords.ts';
import type { Context } from '../context.ts';
import { button, iconButton, linkButton } from '../ui/button.ts';
import { dot } from '../ui/dot.ts';
import { isolated } from '../ui/isolated.ts';
import { formatCount, formatCounted } from '../ui/numbers.ts';
import { partialWords } from './facts.ts';

/** Bars above the tabs' content, each there only while it has something to say. */
export class Notices {
  readonly #context: Context;
  readonly #showConflicts: () => void;
  #all = false;

  constructor(context: Context, showConflicts: () => void) {
    this.#context = context;
    this.#showConflicts = showConflicts;
  }

  template(): TemplateResult {
    return html`${problem(this.#context)}${fileChanged(this.#context)}${partialBar(this.#context)}${conflictBar(this.#context, this.#showConflicts)}${decisionProblems(this.#context)}${strayDecisions(this.#context)}${this.#reading()}`;
  }

  /** What was noticed while the file was read: the worst of it, and the rest on demand. */
  #reading(): TemplateResult[] {
    const { store, host, attempt } = this.#context;
    const notices = store.document.notices.filter((notice) => !store.screen.dismissed.includes(notice.message));
    const inOrder = [...notices].sort((a, b) => noticeOrder.indexOf(a.severity) - noticeOrder.indexOf(b.severity));
    const shown = this.#all ? inOrder : inOrder.slice(0, 1);
    const hidden = inOrder.length - shown.length;
    return shown.map((notice) =>
      bar(
        notice.severity,
        html`<span>${isolated(notice.message)}</span><span class="grow"></span>${
          hidden === 0 ? nothing : linkButton(`+${hidden} more`, () => this.#showAll())
        }${
          notice.line === undefined
            ? nothing
            : linkButton(`line ${formatCount(notice.line)}`, () => void attempt(host.call('openText', { line: notice.line })))
        }${dismiss({ store }, notice.message)}`,
      ),
    );
  }

  #showAll(): void {
    this.#all = true;
    this.#context.store.touch();
  }
}

const noticeOrder: readonly Notice['severity'][] = ['error', 'warning', 'info'];

function bar(severity: Notice['severity'], body: unknown): TemplateResult {
  return html`<div class="notice ${severity}" role=${severity === 'error' ? 'alert' : 'status'}>${dot(severity)}${body}</div>`;
}

function problem({ store }: Context): TemplateResult | typeof nothing {
  if (store.problem === null) return nothing;
  return bar('error', html`<span>${store.problem}</span><span class="grow"></span>${iconButton('✕', 'Put this message away', () => store.setProblem(null))}`);
}

function fileChanged({ store, host, attempt }: Context): TemplateResult | typeof nothing {
  const { fileChanged: change, phase } = store.document;
  if (change === null || phase === 'failed') return nothing;
  return bar('warning', html`<span>${change} What is shown is the version read before. Decisions not saved are kept.</span>
    <span class="grow"></span>${button('Reload', { onClick: () => void attempt(host.call('reload', undefined)) })}`);
}

/** Loading was stopped: what that means for everything that is shown. */
function partialBar({ store, host, attempt }: Context): TemplateResult | typeof nothing {
  const { dataset, readOnly } = store.document;
  if (!dataset?.partial) return nothing;
  const words = dataset.partial.bytes < dataset.bytes
    ? `Loading was stopped, ${partialWords(dataset)}. Figures, checks and findings cover these rows alone.`
    : 'Reading was stopped: all rows are here, but not every column has its type and its figures, and checks go without them.';
  return bar('warning', html`<span>${words}${readOnly === null ? '' : ` ${readOnly}`}</span>
    <span class="grow"></span>${button('Load the rest', { onClick: () => void attempt(host.call('reload', undefined)) })}`);
}

function conflictBar({ store }: Context, show: () => void): TemplateResult | typeof nothing {
  const { conflicts } = store.document.decisions;
  if (conflicts.length === 0) return nothing;
  const verb = conflicts.length === 1 ? 'disagrees' : 'disagree';
  return bar(
    'warning',
    html`<span>${formatCounted(conflicts.length, 'decision')} ${verb} with the file or with another decision. Nothing is changed until you choose.</span>
    <span class="grow"></span>${button('Review…', { onClick: show })}`,
  );
}

/** Lines of the sidecar that could not be read, and decisions whose row is gone. */
function decisionProblems({ store, host, attempt }: Context): TemplateResult | typeof nothing {
  const { partial, unreadable = 0 } = store.document.dataset ?? {};
  const where = orphanPlace(unreadable, partial ? 'the rows that are loaded' : 'the file');
  const { damaged, orphans, sidecar } = store.document.decisions;
  const parts: string[] = [];
  const first = damaged[0];
  if (first) {
    const more = damaged.length > 1 ? `, and ${formatCounted(damaged.length - 1, 'more line')}` : '';
    parts.push(`Line ${formatCount(first.line)} of ${sidecar} could not be read (${first.reason})${more}; it is kept as it is.`);
  }
  if (orphans > 0) parts.push(`${formatCounted(orphans, 'decision')} ${orphans === 1 ? 'is' : 'are'} about rows that are not in ${where}; kept in ${sidecar}.`);
  const message = parts.join(' ');
  if (parts.length === 0 || store.screen.dismissed.includes(message)) return nothing;
  return bar('warning', html`<span>${message}</span><span class="grow"></span>${
    linkButton('Open the decisions file', () => void attempt(host.call('openSidecar', undefined)))}${dismiss({ store }, message)}`);
}

/** Decisions that another program has left behind when it renamed the file. */
function strayDecisions({ store, host, attempt }: Context): TemplateResult[] {
  return store.document.strays.map(({ path, name, dataset, rows, sameFile }) => {
    const why = sameFile ? 'this file is a version of it that decisions were applied to' : `what was decided on ${formatCounted(rows, 'row')} of it fits this file`;
    const message = `“${dataset}” is not there any more, and ${why}. Is it the same file?`;
    if (store.screen.dismissed.includes(message)) return html``;
    const take = async (): Promise<void> => {
      await host.call('takeOver', { path });
      store.say(`The decisions in ${name} are those of ${store.document.name} now`);
    };
    return bar('info', html`<span>${isolated(message)}</span><span class="grow"></span>${
      button(`Use the decisions in ${name}`, { title: `Gives ${name} the name ${store.document.decisions.sidecar}`, onClick: () => void attempt(take()) })}${dismiss({ store }, message)}`);
  });
}

function dismiss({ store }: Pick<Context, 'store'>, message: string): TemplateResult {
  return iconButton('✕', 'Put this notice away', () => store.patchScreen({ dismissed: [...store.screen.dismissed, message].slice(-50) }));
}
